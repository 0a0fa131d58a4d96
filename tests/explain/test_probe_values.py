"""Which other values a value is tried with."""

from cmp.explain.probe_values import others


def test_a_text_of_digits_is_tried_with_the_next_number() -> None:
    assert others("41") == ["42", ""]


def test_a_text_of_more_digits_than_a_number_has_is_tried_with_a_word() -> None:
    assert others("9" * 5_000) == ["swell-probe", ""]
