"""Which charts print the same again, by the text of their templates."""

import pytest

from cmp.chart.chart import Chart
from cmp.chart.repeatable import Repeats, repeats


def _chart(template: str, **others: str) -> Chart:
    files = {"Chart.yaml": b"name: web\nversion: 1.0.0\n", "templates/a.yaml": template.encode()}
    return Chart(path="", shown="web", files=files | {name: text.encode() for name, text in others.items()})


@pytest.mark.parametrize(
    "template",
    [
        "now: {{ .Values.now }} {{ $now }}",
        '{{ printf "now and lookup" }}',
        "{{ `{{ now }}` }}",
        "{{/* now */}}",
        "{{- /* randAlpha }} */ -}}",
        "now randAlpha lookup",
        '{{ keys .Values | sortAlpha | join "," }}',
        "{{ range (keys .Values | sortAlpha) }}{{ . }}{{ end }}",
        "{{ range $key := (keys .Values) | sortAlpha }}{{ $key }}{{ end }}",
        '{{ printf "%s" ")" }}{{ .Values.a }}',
        '{{ if .Capabilities.APIVersions.Has "a/v1" }}{{ .Capabilities.KubeVersion.Version }}{{ end }}',
    ],
)
def test_what_calls_no_such_function_surely_repeats(template: str) -> None:
    assert repeats(_chart(template), ()) is Repeats.SURELY


@pytest.mark.parametrize(
    "template",
    [
        "{{ now }}",
        '{{- now | date "2006" -}}',
        "{{ randAlphaNum 5 }}",
        '{{ $ca := genCA "a" 1 }}',
        "{{ default (uuidv4) .Values.id }}",
        '{{ dict "a" (lookup "v1" "Secret" "a" "b") }}',
        '{{ keys .Values | join "," }}',
        "{{ keys .Values }}{{ .Values.list | sortAlpha }}",
        '{{ date "2006" .Values.text }}',
        '{{ printf "}}" }}{{ now }}',
        '{{ `{{` }}{{ shuffle "abc" }}',
        "{{ tpl .Values.text . }}",
        '{{ include "a" . | tpl }}',
        "{{ list (keys .Values) | sortAlpha }}",
    ],
)
def test_what_names_such_a_function_or_runs_a_text_perhaps_repeats(template: str) -> None:
    assert repeats(_chart(template), ()) is Repeats.PERHAPS


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{{ tpl .Values.text . }}", "text: '{{ now }}'"),
        ("{{ tpl .Values.text . }}", 'text: "{{- randAlpha 5 }}"'),
        ('{{ tpl "{{ uuidv4 }}" . }}', ""),
        ('{{ tpl (printf "{{ %s }}" "now") . }}', ""),
        ("{{ tpl .Values.text . }}", 'text: "{{ default \\"a\\" (now) }}"'),
        ("{{ tpl .Values.text . }}", 'text: "\\x7b{ now }}"'),
        ("{{ tpl .Values.text . }}", 'text: "{{ n\\x6fw }}"'),
        ("{{ tpl .Values.text . }}", "first: '{{ n'\nsecond: 'ow }}'"),
        ('{{ tpl (printf "{{ %s }}" .Values.text) . }}', "text: n"),
        ('{{ $text := cat "{{" .Values.text "}}" }}{{ tpl $text . }}', "text: n"),
        ('{{ tpl "{{ \\"a\\" | default now }}" . }}', ""),
        ('{{ printf "%p" .Files }}', ""),
        ("{{ .Values.a }} {{ .Values.b", ""),
    ],
)
def test_what_a_text_calls_or_no_render_can_tell_does_not_surely_repeat(template: str, value: str) -> None:
    assert repeats(_chart(template), (value,)) is Repeats.NOT_SURELY


def test_texts_in_the_files_of_a_chart_count_where_texts_are_run() -> None:
    files = {"files/a.txt": "{{ now }}"}
    assert repeats(_chart('{{ tpl (.Files.Get "files/a.txt") . }}', **files), ()) is Repeats.NOT_SURELY
    assert repeats(_chart('{{ .Files.Get "files/a.txt" }}', **files), ()) is Repeats.SURELY


def test_a_schema_on_another_host_counts_where_it_is_asked() -> None:
    chart = _chart("a: b", **{"values.schema.json": '{"$ref": "https://example.com/a.json"}'})
    assert repeats(chart, ()) is Repeats.NOT_SURELY
    assert repeats(chart, (), schemas_count=False) is Repeats.SURELY


def test_a_string_that_is_only_searched_for_is_no_part_of_a_text_that_is_run() -> None:
    asks = '{{ if contains "{{" (toJson .Values.text) }}{{ tpl .Values.text . }}{{ end }}'
    assert repeats(_chart(asks), ("text: '{{ include \"web.name\" . }}'",)) is Repeats.PERHAPS
    assert repeats(_chart(asks), ('text: "{{ include \\"web.name\\" . }}"',)) is Repeats.PERHAPS
