"""The actions of a template's text."""

import pytest

from cmp.chart.actions import actions


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a {{ b }} c {{- d -}}", [" b ", "- d -"]),
        ("{{/* {{ a }} */}}{{- /* } */ -}}{{ b }}", [" b "]),
        ('{{ "}}" }}{{ `{{` }}', [' "}}" ', " `{{` "]),
        ("{{ '}' }}{{ dict }}", [" '}' ", " dict "]),
    ],
)
def test_an_action_ends_where_no_string_and_no_comment_holds_its_end(text: str, inside: list[str]) -> None:
    assert [text[start:end] for start, end, closed in actions(text) if closed] == inside


@pytest.mark.parametrize("text", ["{{ a", "{{/* a }}", '{{ "a }}', "a {{ b {{"])
def test_braces_that_nothing_closes_are_told(text: str) -> None:
    assert not all(closed for _, _, closed in actions(text))


def test_many_of_them_are_read_within_a_bound() -> None:
    assert sum(1 for _ in actions('{{ "' * 100_000)) < 100
