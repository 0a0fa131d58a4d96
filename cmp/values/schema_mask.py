"""Values that the chart's values.schema.json never wants shown: all that lies at or below a `writeOnly`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
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
_CHOICE = re.compile(r"[*+{|]|(?<!\()\?")
"""What lets a pattern go on in several ways, at most as many as a key has places; of `(?:` the sign is none."""
_REPEATED_GROUP = re.compile(r"\)[*+{]")
_MANY = 20  # choices that are too many for any key
_WAYS, _WAYS_A_PART = 1_000_000, 1_000
"""Ways that Python may try to match a pattern with a key, and how many of them take as long as a part of a schema."""


def too_wide() -> SourceError:
    """Return the error for values and schemas that are too much together."""
    return SourceError(
        "the charts' schemas have too many parts for so many values",
        fix="print the values without their origins, or ask for one with `swell why`",
    )


PARTS = Budget(5_000_000, too_wide)
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
    """Tell whether a key matches a pattern, or perhaps does where Go's linear matching alone can tell.

    Better hidden than shown: that is so for a pattern of Go's own kind, and one that Python may try in many ways.
    """
    compiled, choices = _compiled(pattern)
    ways = max(len(key) + 1, 2) ** min(choices, _MANY)
    PARTS.take(1 + min(ways, _WAYS) // _WAYS_A_PART)
    return compiled is None or ways > _WAYS or bool(compiled.search(key))


@cache
def _compiled(pattern: str) -> tuple[re.Pattern[str] | None, int]:
    """Return a pattern and how often it has a choice; None for one that repeats a group, or that is none to Python."""
    if _REPEATED_GROUP.search(pattern):
        return None, 0
    try:
        return re.compile(pattern), len(_CHOICE.findall(pattern)) + (not pattern.startswith("^"))
    except (re.error, RecursionError, OverflowError):
        return None, 0


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
