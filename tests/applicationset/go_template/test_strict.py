"""Templates in which a name without a value is an error; test_evaluate.py lets Helm evaluate them."""

import time

import pytest

from cmp.applicationset.go_template.strict import strict
from cmp.applicationset.go_template.tokens import Sort, tokens
from cmp.errors import RequestError

TEMPLATES = (
    "plain } text {",
    "{{ .a }}",
    "{{- .a.b | upper -}}",
    "{{ printf \"{{ .x }}\" `.y` '.' .z }}",
    "{{/* .a */}}{{- /* }} */ -}}x",
    "{{ range $i, $x := .xs }}{{ $x.a }}{{ $i }}{{ end }}",
    "{{ (index .a 0).b.c }} {{ 1.5 }} {{ .5 }} {{ -3 }}",
    "{{ if and .a (not .b) }}{{ else }}{{ . }}{{ end }}",
    "{{ é.ß }}",
    "{{ unclosed",
    "{{ # }}",
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_words_of_a_template_joined_are_the_template(template: str) -> None:
    assert "".join(word.text for word in tokens(template)) == template


def test_names_in_texts_and_comments_are_no_fields() -> None:
    words = tokens('{{ printf ".a" `.b` }}{{/* .c */}}.d{{ .e }}')
    assert [word.text for word in words if word.sort is Sort.FIELD] == [".e"]


@pytest.mark.parametrize("template", ["plain", "{{ $x }}", "{{ 1.5 }}", '{{ "a.b" }}', "{{ . }}", "{{ upper (1) }}"])
def test_a_template_without_a_field_stays_as_it_is(template: str) -> None:
    assert strict(tokens(template), "t") == template


def test_each_name_of_a_path_is_asked_for_on_its_way() -> None:
    asked = strict(tokens("{{ .a.b }}"), "t")
    assert asked.index('"a"') < asked.index('"b"') < asked.index(") .a.b)")


def test_brackets_that_would_make_it_too_long_are_refused() -> None:
    with pytest.raises(RequestError, match="brackets") as refusal:
        strict(tokens("{{ " + "(" * 40 + ".a" + ").b" * 40 + " }}"), "t")
    assert refusal.value.fix


def test_a_long_path_is_refused_before_it_is_written() -> None:
    with pytest.raises(RequestError, match="names"):
        strict(tokens("{{ " + ".a" * 100_000 + " }}"), "t")


def test_a_long_template_takes_as_long_as_it_is() -> None:
    begun = time.process_time()
    strict(tokens("{{ 1 }} x" * 10_000), "x")
    assert time.process_time() - begun < 6  # less than one; with each word looking at all before it, thirty
