"""Values as Go prints them; tests/e2e/test_applicationsets.py has them from Argo CD itself."""

from typing import Any

import pytest

from cmp.applicationset.go_values import sanitized, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1000000, "1e+06"),
        (999999, "999999"),
        (123456789012, "1.23456789012e+11"),
        (1e21, "1e+21"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (100000, "100000"),
        (123456.789, "123456.789"),
        (-0.25, "-0.25"),
        (0, "0"),
        (-0.0, "-0"),
        (True, "true"),
        (None, "<nil>"),
        ([1, "x", [None]], "[1 x [<nil>]]"),
        ({"b": 1, "a": {}}, "map[a:map[] b:1]"),
    ],
)
def test_a_value_is_printed_as_go_prints_it(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [("My_App.v2", "my-app.v2"), (".", ""), ("-a-", "a"), ("\u00c9t\u00e9", "t"), ("a" * 300, "a" * 253)],
)
def test_a_name_becomes_one_that_dns_takes(name: str, text: str) -> None:
    assert sanitized(name) == text
