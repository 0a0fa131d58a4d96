"""Which templates print something else at each render."""

import io
import tarfile
from pathlib import Path

import pytest

from cmp.chart.read import read_chart
from cmp.chart.volatile import VolatileTemplates

HELPERS = """
{{- define "web.name" }}web{{ end }}
{{- define "web.password" }}{{ include "web.random" . }}{{ end }}
{{- define "web.random" }}{{ randAlphaNum 10 }}{{ end }}
"""


def judged(folder: Path, template: str, origin: str = "web/templates/a.yaml") -> str:
    (folder / "templates").mkdir()
    (folder / "templates" / "a.yaml").write_text(template)
    (folder / "templates" / "_helpers.tpl").write_text(HELPERS)
    return VolatileTemplates(read_chart(str(folder)).templates)(origin)


@pytest.mark.parametrize(
    ("template", "call"),
    [
        ("a: {{ randAlphaNum 10 | b64enc }}", "randAlphaNum"),
        ('{{- $ca := genCA "web" 365 }}', "genCA"),
        ("a: {{ printf `%s` (uuidv4) }}", "uuidv4"),
        ('a: {{ now | date "2006" }}', "now"),
        ('a: {{ include "web.password" . }}', "randAlphaNum"),
        ('a: {{ template "web.random" }}', "randAlphaNum"),
        ('a: {{ include  ( printf "web.random" ) . }}', "randAlphaNum"),
        ("a: {{ htpasswd .Values.user .Values.password }}", "htpasswd"),
    ],
)
def test_what_calls_chance_or_the_clock_does(tmp_path: Path, template: str, call: str) -> None:
    assert judged(tmp_path, template) == call


@pytest.mark.parametrize(
    "template",
    [
        "a: randAlphaNum",
        "a: {{ .Values.now }}{{ $now }}",
        'a: {{ "now" }}',
        "{{/* now */}}a: b",
        'a: {{ include "web.name" . }}',
        'a: {{ lookup "v1" "Secret" "a" "b" | toYaml }}',
        'a: {{ derivePassword 1 "long" "a" "b" "c" }}',
    ],
)
def test_what_only_looks_so_does_not(tmp_path: Path, template: str) -> None:
    assert judged(tmp_path, template) == ""


def test_a_template_of_a_subchart_is_found_by_its_folder_in_a_package_and_by_an_alias(tmp_path: Path) -> None:
    folder = tmp_path / "charts" / "db" / "templates"
    folder.mkdir(parents=True)
    (folder / "b.yaml").write_text("a: {{ now }}")
    with tarfile.open(tmp_path / "charts" / "cache-1.0.0.tgz", "w:gz") as archive:
        member = tarfile.TarInfo("cache/templates/c.yaml")
        text = b"a: {{ uuidv4 }}"
        member.size = len(text)
        archive.addfile(member, io.BytesIO(text))

    volatile = VolatileTemplates(read_chart(str(tmp_path)).templates)

    assert volatile("web/charts/db/templates/b.yaml") == "now"
    assert volatile("web/charts/cache/templates/c.yaml") == "uuidv4"
    assert volatile("web/charts/alias/templates/c.yaml") == "uuidv4"
    assert volatile("web/templates/none.yaml") == ""


def test_without_a_chart_nothing_is_known(tmp_path: Path) -> None:
    assert VolatileTemplates({})("web/templates/a.yaml") == ""
    assert judged(tmp_path, "a: {{ now }}", origin="") == ""


def test_named_templates_that_include_each_other_by_the_thousand_are_followed(tmp_path: Path) -> None:
    chain = "".join(f'{{{{ define "t{n}" }}}}{{{{ include "t{n + 1}" . }}}}{{{{ end }}}}\n' for n in range(3000))
    last = '{{ define "t3000" }}{{ include "t0" . }}{{ uuidv4 }}{{ end }}'
    assert judged(tmp_path, f'a: {{{{ include "t0" . }}}}\n{chain}{last}') == "uuidv4"


@pytest.mark.parametrize(
    ("template", "call"),
    [
        ("{{/* {{ now }} */}}", ""),
        ("{{- /* a */ -}}{{ now }}{{/* b */}}", "now"),
        ("{{/*" * 50_000, ""),
        ("{{/* a */ x" * 50_000, ""),
        ("{{ " * 50_000, ""),
        ("$a = " * 50_000, ""),
        ('{{ lower "include' + " " * 150_000 + 'x" }}', ""),
    ],
)
def test_comments_and_actions_without_an_end_are_read_once(tmp_path: Path, template: str, call: str) -> None:
    assert judged(tmp_path, template) == call
