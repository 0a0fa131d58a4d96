"""Go templates, as the Helms here evaluate them; tests/e2e/test_applicationsets.py compares them with Argo CD."""

import os
from pathlib import Path
from typing import Any

import pytest
from programs import every_helm

from cmp.applicationset.model import ApplicationSet, Strings, Text
from cmp.errors import RequestError
from cmp.fleet.sets import evaluation, rendered
from cmp.render.run import LazySession, helm_runtime
from cmp.settings import Settings

PARAMS: dict[str, Any] = {
    "name": "eu-prod-1",
    "deep": {"a": {"b": 1}, "none": None},
    "many": ["x", "y"],
    "big": 12345678,
}


@pytest.fixture(params=every_helm().values(), ids=every_helm())
def helm(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def evaluated(
    helm: Path, *templates: str, options: tuple[str, ...] = ("missingkey=error",), **params: Any
) -> list[str]:
    made = ApplicationSet(name="all", namespace="", spec={"goTemplate": True, "goTemplateOptions": list(options)})
    with LazySession(helm_runtime(Settings.read({**os.environ, "SWELL_HELM": str(helm)}))) as session:
        evaluate = evaluation(made, lambda files: rendered(files, session))
        return evaluate([Text(template=one, params=PARAMS | params) for one in templates])


def test_texts_come_to_what_go_makes_of_them(helm: Path) -> None:
    told = {
        "plain": "plain",
        "{{ .name }}": "eu-prod-1",
        '{{ (split "-" .name)._1 }}': "prod",
        "{{ .deep.a.b }}{{ .deep.a | toJson }}": '1{"b":1}',
        "{{ range $i, $x := .many }}{{ $i }}{{ $x }}{{ end }}": "0x1y",
        "{{ .deep.none }}|{{ .big }}": "<no value>|1.2345678e+07",
        '{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" .name }}': "<eu-prod-1>",
        '{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" .name }}': "[eu-prod-1]",
        "{{- .name -}} \n\n": "eu-prod-1",
        "{{ .name }}\n\n": "eu-prod-1\n\n",
        '{{ "{{ .name }}" }}': "{{ .name }}",
        "\ufeff{{ .name }} \u2028\r\n---\n": "\ufeffeu-prod-1 \u2028\r\n---\n",
    }
    assert evaluated(helm, *told) == list(told.values())


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("{{ .nothing }}", 'no entry for key "nothing"'),
        ("{{ if .nothing }}{{ end }}", 'no entry for key "nothing"'),
        ("{{ .deep.nothing.more }}", 'no entry for key "nothing"'),
        ("{{ range .many }}{{ $.nothing }}{{ end }}", 'no entry for key "nothing"'),
        ('{{ (split "-" .name)._9 }}', 'no entry for key "_9"'),
        ("{{ with .deep }}{{ .nothing }}{{ end }}", 'no entry for key "nothing"'),
        ("{{ .deep.none.more }}", "nil pointer"),
        ("{{ .name.more }}", "can't evaluate field more"),
        ("{{ nosuch .name }}", 'function "nosuch" not defined'),
        ("{{ .name", "unclosed action"),
        ("{{ slugify .name }}", "slugify: Argo CD has it"),
        ('{{ include "x" . }}', "include: Helm has it"),
        ("{{ tpl .name . }}", "tpl: "),
        ("{{ uuidv4 }}", "uuidv4: it gives something else each time"),
    ],
)
def test_what_can_not_be_evaluated_is_told_with_the_template_and_the_reason(
    helm: Path, template: str, reason: str
) -> None:
    with pytest.raises(RequestError) as refusal:
        evaluated(helm, "{{ .name }}", template)
    assert template[:40] in str(refusal.value)
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert refusal.value.fix


@pytest.mark.parametrize("said", ["no zone", "templates/_99.tpl: templates/_123456789.tpl"])
def test_a_template_that_fails_by_itself_is_told_with_its_own_words(helm: Path, said: str) -> None:
    with pytest.raises(RequestError, match="a template of it fails") as refusal:
        evaluated(helm, f'{{{{ fail "{said}" }}}}')
    assert said in str(refusal.value)


def test_without_a_demand_a_name_without_a_value_is_none(helm: Path) -> None:
    assert evaluated(helm, "{{ .nothing }}", '{{ .nothing | default "d" }}', options=()) == ["<no value>", "d"]


def test_an_option_that_go_does_not_know_is_refused(helm: Path) -> None:
    with pytest.raises(RequestError, match="missingkey=errors"):
        evaluated(helm, "{{ .name }}", options=("missingkey=errors",))


def test_the_values_of_a_git_generator_are_no_dict_to_functions(helm: Path) -> None:
    values = Strings(tier="prod")
    assert evaluated(helm, "{{ .values.tier }}{{ index .values `tier` }}", values=values) == ["prodprod"]
    assert evaluated(helm, '{{ hasKey .values "tier" }}', values={"tier": "prod"}) == ["true"]
    for template in ('{{ hasKey .values "tier" }}', '{{ dig "values" "tier" "" . }}'):
        with pytest.raises(RequestError, match="`values` of git"):
            evaluated(helm, template, values=values)


def test_a_parameter_is_never_a_template(helm: Path) -> None:
    assert evaluated(helm, "{{ .name }}", name="{{ .deep }} {{ fail `x` }}") == ["{{ .deep }} {{ fail `x` }}"]
