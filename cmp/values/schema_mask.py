"""Values that the chart's values.schema.json never wants shown: all that lies at or below a `writeOnly`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from jsonpointer import JsonPointer, JsonPointerException

from cmp.budget import Budget
from cmp.errors import SourceError
from cmp.values.secrets import HIDDEN

_Schemas = list[dict[str, Any]]
_SEVERAL = ("allOf", "anyOf", "oneOf")
_ONE = ("if", "then", "else")
_ITEMS = ("items", "prefixItems", "additionalItems", "unevaluatedItems", "contains")
_OTHERS = ("additionalProperties", "unevaluatedProperties")
_REPEATS = re.compile(r"[*+]|\{\d*,")
_REPEATED_GROUP = re.compile(r"\)(?:[*+]|\{\d*,)")
_MATCHING = 1_000_000
"""Steps that Python's matching may take for a pattern and a key, by a rough measure; Go's takes few for any."""


def too_wide() -> SourceError:
    """Return the error for values and schemas that are too much together."""
    return SourceError(
        "the charts' schemas have too many parts for so many values",
        fix="print the values without their origins, or ask for one with `swell why`",
    )


PARTS = Budget(10_000_000, too_wide)
"""The parts of schemas that are looked at for all values that a command shows: some 5 s."""


def hidden_by_schema(value: Any, top: Any, keys: Sequence[str]) -> Any:
    """Return the value at a path as a chart's schema, `top`, lets it be shown.

    Raises:
        SourceError: all the values that were asked for so far have too many parts of schemas together.
    """
    here = _whole([top], top)
    for key in keys:
        here = _whole(_at(here, key), top)
        if _says_so(here):
            break
    return _masked(value, here, top)


def _masked(value: Any, here: _Schemas, top: Any) -> Any:
    if value is None or not here:
        return value
    if _says_so(here):
        return HIDDEN
    if isinstance(value, dict):
        return {key: _masked(below, _whole(_at(here, str(key)), top), top) for key, below in value.items()}
    if isinstance(value, list):
        items = _whole(_items(here), top)
        return [_masked(below, items, top) for below in value]
    return value


def _says_so(here: _Schemas) -> bool:
    return any(one.get("writeOnly") is True for one in here)


def _at(here: _Schemas, key: str) -> Iterator[Any]:
    """Yield what schemas say of a key."""
    PARTS.take(len(here))
    for one in here:
        named, patterns = _mapping(one.get("properties")), _mapping(one.get("patternProperties"))
        found = [named[key]] if key in named else []
        PARTS.take(len(patterns))
        found += [below for pattern, below in patterns.items() if _fits(pattern, key)]
        yield from found or (one.get(other) for other in _OTHERS)


def _items(here: _Schemas) -> Iterator[Any]:
    """Yield what schemas say of the elements of a list, whichever those are."""
    for one in here:
        for word in _ITEMS:
            said = one.get(word)
            yield from said if isinstance(said, list) else [said]


def _whole(schemas: Iterable[Any], top: Any) -> _Schemas:
    """Return schemas with those that they consist of, each once: they may form a cycle."""
    found: dict[int, dict[str, Any]] = {}
    waiting = list(schemas)
    while waiting:
        one = waiting.pop()
        PARTS.take()
        if not isinstance(one, dict) or id(one) in found:
            continue
        found[id(one)] = one
        waiting += [one.get(word) for word in _ONE]
        waiting += [below for word in _SEVERAL if isinstance(one.get(word), list) for below in one[word]]
        if isinstance(way := one.get("$ref"), str) and way.startswith("#"):
            waiting.append(_led(top, unquote(way[1:])))
    return list(found.values())


def _led(top: Any, pointer: str) -> Any:
    """Return what a JSON pointer (RFC 6901) leads to, None if to nothing."""
    try:
        return JsonPointer(pointer).resolve(top, None)
    except JsonPointerException:
        return None  # a name ($anchor), or badly escaped


def _fits(pattern: str, key: str) -> bool:
    """Tell whether a key matches a pattern, or perhaps does: better hidden than shown."""
    repeats = len(_REPEATS.findall(pattern))
    if (len(key) + 1) ** repeats > _MATCHING or (_REPEATED_GROUP.search(pattern) and 2 ** len(key) > _MATCHING):
        return True
    try:
        return bool(re.search(pattern, key))
    except re.error:
        return True  # it is of Go's own kind


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
