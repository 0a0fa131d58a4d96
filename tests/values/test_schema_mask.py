"""What a chart's schema marks `writeOnly` is hidden, wherever in the schema that stands."""

import json
from pathlib import Path
from typing import Any

import pytest

from cmp.budget import Budget
from cmp.chart.read import read_chart
from cmp.errors import SourceError
from cmp.values import schema_mask
from cmp.values.schema_mask import hidden_by_schema
from cmp.values.secrets import HIDDEN

_SECRET = {"type": "string", "writeOnly": True}
_PIN = {"properties": {"pin": _SECRET}}


@pytest.mark.parametrize(
    ("schema", "more"),
    [
        (_PIN, {}),
        ({"allOf": [{}, _PIN]}, {}),
        ({"anyOf": [{"oneOf": [_PIN]}]}, {}),
        ({"if": {}, "then": _PIN}, {}),
        ({"$ref": "#/$defs/user"}, {"$defs": {"user": _PIN}}),
        ({"allOf": [{"$ref": "#/definitions/a~1b/0"}]}, {"definitions": {"a/b": [_PIN]}}),
        ({"properties": {"pin": {"$ref": "#/$defs/pin"}}}, {"$defs": {"pin": {"allOf": [_SECRET]}}}),
        ({"patternProperties": {"^p": _SECRET}}, {}),
        ({"properties": {"name": {}}, "additionalProperties": _SECRET}, {}),
        ({"$ref": "#/$defs/a"}, {"$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}, _PIN]}}}),
    ],
)
def test_it_is_seen_wherever_it_stands(schema: dict[str, Any], more: dict[str, Any], tmp_path: Path) -> None:
    one, kept = {"pin": "x", "name": "y"}, {"pin": HIDDEN, "name": "y"}
    for wrapped in (schema, {"items": schema}, {"items": [schema]}, {"prefixItems": [schema]}):
        text = json.dumps({"properties": {"users": wrapped}, **more})
        (tmp_path / "values.schema.json").write_text(text)
        value: Any = one if wrapped is schema else [one]
        expected: Any = kept if wrapped is schema else [kept]
        assert hidden_by_schema(value, read_chart(str(tmp_path)).schema, ["users"]) == expected
        assert hidden_by_schema({"users": value}, read_chart(str(tmp_path)).schema, []) == {"users": expected}
    (tmp_path / "values.schema.json").write_text(json.dumps({"properties": {"users": schema}, **more}))
    assert hidden_by_schema("x", read_chart(str(tmp_path)).schema, ["users", "pin"]) == HIDDEN
    assert hidden_by_schema("y", read_chart(str(tmp_path)).schema, ["users", "name"]) == "y"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"properties": []}',
        '{"$ref": "#/a"}',
        '{"allOf": 5, "items": 5}',
        '{"$ref": "#a"}',
        '{"$ref": "#/~"}',
    ],
)
def test_an_odd_schema_says_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "values.schema.json").write_text(text)
    assert hidden_by_schema({"a": [1]}, read_chart(str(tmp_path)).schema, ["b"]) == {"a": [1]}


@pytest.mark.parametrize(
    "wide", [{"allOf": [{} for _ in range(500)]}, {"properties": {}, "patternProperties": {key: {} for key in "abc"}}]
)
def test_a_wide_schema_and_many_values_are_refused_as_soon_as_they_are_too_much(
    wide: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    budget = Budget(1_000_000, schema_mask.too_wide)
    monkeypatch.setattr(schema_mask, "PARTS", budget)
    assert hidden_by_schema({"a": 1}, wide, []) == {"a": 1}
    budget.left = 100 * (1_000_000 - budget.left)
    with pytest.raises(SourceError, match="too many parts for so many values"):
        hidden_by_schema({f"key{number}": 1 for number in range(1_000)}, wide, [])


@pytest.mark.parametrize(
    ("pattern", "key", "shown"),
    [
        ("(a+)+$", "a" * 40 + "b", HIDDEN),
        ("(a?){30}a{30}$", "a" * 19, HIDDEN),
        ("a?" * 30 + "a" * 30, "a" * 29, HIDDEN),
        ("(a|a)" * 30 + "b", "a" * 30, HIDDEN),
        ("(?:^|-)token$", "x-token", HIDDEN),
        ("(?:^|-)token$", "name", "x"),
        ("(a|a)*$", "a" * 40 + "b", HIDDEN),
        (".*".join("abcdefgh"), "a" * 100, HIDDEN),
        ("^a*$", "a" * 5_000 + "b", "x"),
        ("^[a-z]+-[0-9]+$", "a" * 200, "x"),
    ],
)
def test_where_python_would_match_for_long_a_value_is_hidden(pattern: str, key: str, shown: str) -> None:
    assert hidden_by_schema({key: "x"}, {"patternProperties": {pattern: _SECRET}}, []) == {key: shown}
