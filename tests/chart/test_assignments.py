"""What the actions of a template set its variables to."""

import pytest

from cmp.chart.assignments import Assignments

TEXT = '{{ $a := now }}\n{{ if .x }}{{ $a = printf "%s" $b }}{{ end }}{{- $b := 1 -}}{{ $c.d }}'


def test_a_variable_has_all_actions_that_set_it() -> None:
    held = Assignments(TEXT)
    assert held.actions("$a") == '{{ now }}{{ printf "%s" $b }}'
    assert held.actions("$b") == "{{ 1 -}}"


def test_of_the_variables_of_a_part_those_are_known_that_are_set() -> None:
    assert Assignments(TEXT).of("{{ $b }}{{ $c }}{{ $a }}{{ $b }}") == ["$b", "$a"]
    assert Assignments("").of("$a") == []


@pytest.mark.parametrize("text", ["{{ $a =" + "$a=" * 300_000 + "}}", "{{ $a = }}" * 100_000, "$a = " * 200_000])
def test_what_is_kept_of_a_template_is_no_more_than_a_few_times_its_length(text: str) -> None:
    held = Assignments(text)
    assert all(len(held.actions(variable)) <= 2 * len(text) + 100_000 for variable in held.of("$a"))
