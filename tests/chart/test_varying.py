"""Where actions call functions that return something else each time."""

import pytest

from cmp.chart.varying import calls


def _called(text: str) -> list[str]:
    return [text[start:end] for start, end in calls(text)]


def test_calls_are_found_at_their_place_and_in_no_string() -> None:
    assert _called(' default (now) "now" | dateInZone `now` .now $now ') == ["now", "dateInZone"]


@pytest.mark.parametrize(
    ("action", "called"),
    [
        ("keys .Values | sortAlpha", []),
        (" (keys .Values) | sortAlpha | first", []),
        (" $all := (values .Values.a) | sortAlpha", []),
        (" range (keys .Values) | sortAlpha", []),
        (" join (keys .Values | sortAlpha)", []),
        (" list (keys .Values) | sortAlpha", ["keys"]),
        (" concat (keys .a) (keys .b) | sortAlpha", ["keys", "keys"]),
        (" keys .Values | first | sortAlpha", ["keys"]),
        (" keys .Values \0 .Values.list | sortAlpha", ["keys"]),
    ],
)
def test_keys_are_in_order_where_they_themselves_are_sorted(action: str, called: list[str]) -> None:
    assert _called(action) == called
