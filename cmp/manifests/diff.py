"""The fields in which two documents differ, with their values."""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from cmp.manifests.alignment import is_quick

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_NAMES = ("name", "mountPath", "devicePath", "containerPort", "port", "key", "host", "path", "ip", "topologyKey")
"""The fields by which elements of a list are told apart, the first that serves."""

_MOST_COMPARED = 4_000_000
"""Elements of one list, times those of the other, that are compared with each other."""


class Field(NamedTuple):
    """A field that differs: its path in words, its keys, and its values, None where it is absent or null."""

    path: str
    keys: tuple[str, ...]
    old: Any
    new: Any


def differences(left: Any, right: Any) -> Iterator[str]:
    """Yield the paths of the fields that differ: `spec.template.spec.containers[app].image`."""
    return (field.path for field in fields(left, right))


def fields(left: Any, right: Any, path: str = "", keys: tuple[str, ...] = ()) -> Iterator[Field]:
    """Yield the fields that differ.

    Elements of a list go by their names where all of them have one, or by another field that tells them apart, as in
    `volumeMounts[mountPath=/data]`. Elsewhere they go by their place, and equal elements are matched before others.
    """
    if isinstance(left, dict) and isinstance(right, dict):
        for key in dict.fromkeys((*left, *right)):
            step = f".{key}" if _PLAIN.fullmatch(key) else f"[{key}]"
            yield from fields(left.get(key), right.get(key), (path + step).lstrip("."), (*keys, key))
    elif isinstance(left, list) and isinstance(right, list):
        for name, key, old, new in _paired(left, right):
            yield from fields(old, new, f"{path}[{name}]", (*keys, key))
    elif left != right:
        yield Field(path, keys, left, right)


def _paired(left: list[Any], right: list[Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield the elements of two lists that belong together, None where one has no partner, with their name and key."""
    for key in _NAMES:
        ours, theirs = _by(key, left), _by(key, right)
        if ours is not None and theirs is not None:
            named = "" if key == "name" else f"{key}="
            every = dict.fromkeys((*ours, *theirs))
            yield from ((f"{named}{at}", f"{named}{at}", ours.get(at), theirs.get(at)) for at in every)
            return
    for at, old, new in _aligned(left, right):
        yield str(at), _option(left, at) or _option(right, at) or str(at), old, new


def _option(elements: list[Any], at: int) -> str:
    """Return the option of a command line whose value an element is, which tells what it is; "" if it is none."""
    before = elements[at - 1] if 0 < at <= len(elements) else ""
    return before if isinstance(before, str) and before.startswith("-") and "=" not in before else ""


def _by(key: str, elements: list[Any]) -> Mapping[Any, Any] | None:
    """Return the elements by a field of theirs, None where it does not tell all of them apart."""
    names = [element.get(key) if isinstance(element, dict) else None for element in elements]
    told = all(isinstance(name, str | int) and name != "" for name in names) and len(set(names)) == len(names)
    return dict(zip(names, elements, strict=True)) if told else None


def _aligned(left: list[Any], right: list[Any]) -> Iterator[tuple[int, Any, Any]]:
    """Yield the elements that differ, by their place: what stands on both sides in the same order is left out."""
    if len(left) == len(right) or len(left) * len(right) > _MOST_COMPARED:
        yield from ((at, old, new) for at, (old, new) in enumerate(zip_longest(left, right)))
        return
    from difflib import SequenceMatcher

    from cmp.dialect import to_json

    ours, theirs = ([to_json(one) for one in elements] for elements in (left, right))
    if not is_quick(ours, theirs):
        yield from ((at, old, new) for at, (old, new) in enumerate(zip_longest(left, right)))
        return
    for _, start, end, begin, stop in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        for step in range(max(end - start, stop - begin)):
            old = left[start + step] if start + step < end else None
            new = right[begin + step] if begin + step < stop else None
            yield (begin + step if new is not None else start + step), old, new
