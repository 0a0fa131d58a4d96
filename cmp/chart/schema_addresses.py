"""The addresses that a JSON Schema refers to, and has Helm read from elsewhere.

A `$ref` or `$schema` that is no part of the schema leads to another address, which Helm asks at each render, or to a
file of the machine. The drafts of JSON Schema themselves are part of Helm. What a part is called depends on the draft,
and on the library that Helm has: only a name that all of them take is one. Where they may read a reference in two ways,
both count. Source: newHTTPURLLoader and ValidateAgainstSingleSchema in pkg/chart/common/util/jsonschema.go of Helm 4.2;
draft.go and roots.go of santhosh-tekuri/jsonschema 6.0.2; Helm 3.17 has xeipuuv/gojsonschema.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any
from urllib.parse import urldefrag, urljoin

_OWN = "file:///values.schema.json"  # what Helm calls the schema itself
_DRAFT = re.compile(
    r"https?://json-schema\.org/(schema|draft-0[467]/schema|draft/20(19-09|20-12)/(schema|meta/[a-z-]+))"
)
_SEGMENT = r"(?!\.\.?(?:/|$))[\w.~-]+"
_PLAIN = re.compile(  # an address that Python joins as Go does
    rf"(https?://[\w.-]+(:\d+)?(/{_SEGMENT})*/?|/?{_SEGMENT}(/{_SEGMENT})*/?|urn:[\w:.-]+)", re.ASCII
)
_WHOLE = re.compile("https?://|file://|urn:")  # an address that depends on no other
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_NAMES = ("$id", "id")
_LONGEST = 2048  # characters of an address and a reference that are joined: each reference of a schema is
_MOST = 8
"""Addresses that what stands in one place may be relative to; of more all references count as they are written."""


class _Place(Enum):
    """What stands somewhere in a schema: a schema, schemas by names, or what may be none."""

    SCHEMA, NAMED, OTHER = range(3)


_PLACES = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "not", "items"), _Place.SCHEMA),
    **dict.fromkeys(("additionalItems", "additionalProperties"), _Place.SCHEMA),
    **dict.fromkeys(("definitions", "properties", "patternProperties", "dependencies"), _Place.NAMED),
}
"""The places of schemas in all drafts."""
_NEW = {**_PLACES, "$defs": _Place.NAMED}
"""Those since draft 2019-09, where they may hold a name."""


class _Draft(Enum):
    """A draft, as far as names depend on it: in draft 4 they are called `id`, and before 2019 no `$ref` has one."""

    FOUR, SIX, NEW = range(3)

    @staticmethod
    def of(said: Any) -> "_Draft":
        """Return the draft that `$schema` names; where it names none, Helm takes the newest."""
        text = said if isinstance(said, str) else ""
        return _Draft.FOUR if "draft-04" in text else _Draft.SIX if re.search("draft-0[67]", text) else _Draft.NEW


def elsewhere(schema: Any) -> list[str]:
    """Return the addresses that a schema refers to outside of itself, each once, as `https://host/path`."""
    reader = _Reader(schema)
    found = {*reader.references - reader.known, *reader.drafts}
    return sorted(one for one in found if not _DRAFT.fullmatch(one))


class _Reader:
    """Reads a schema: the names of its parts that are `known`, what it refers to, and the drafts that it names."""

    def __init__(self, schema: Any) -> None:
        self._draft = _Draft.of(schema.get("$schema") if isinstance(schema, dict) else None)
        self.known, self.references, self.drafts = {_OWN}, set[str](), set[str]()
        waiting: list[tuple[Any, _Place, tuple[str, ...]]] = [(schema, _Place.SCHEMA, (_OWN,))]
        while waiting:
            node, place, bases = waiting.pop()
            if isinstance(node, list):
                waiting += [(one, place, bases) for one in node]
            elif isinstance(node, dict):
                waiting += self._read(node, place, bases)

    def _read(
        self, node: dict[str, Any], place: _Place, bases: tuple[str, ...]
    ) -> Iterator[tuple[Any, _Place, tuple[str, ...]]]:
        """Note what an object says, and yield what lies below it, where that stands, and what it is relative to."""
        names = {word: name for word in _NAMES if isinstance(name := node.get(word), str) and name[:1] != "#"}
        joined = [_joined(base, name) for base in bases for name in names.values()]
        if self._is_named(node, place, names) and all(map(_WHOLE.match, joined)):
            self.known.update(joined)
            bases = tuple(joined)
        elif names or (isinstance(said := node.get("$schema"), str) and _Draft.of(said) is not self._draft):
            place, bases = _Place.OTHER, tuple(dict.fromkeys((*bases, *joined)))
        said = [text for word in _REFERENCES if isinstance(text := node.get(word), str) and text[:1] != "#"]
        self.references.update(_joined(base, text) for text in said for base in bases[:_MOST])
        if len(bases) > _MOST:
            self.references.update(said)
        if isinstance(draft := node.get("$schema"), str):
            self.drafts.add(urldefrag(draft).url)
        for key, below in node.items():
            yield below, self._below(place, key, below), bases[: _MOST + 1]

    def _is_named(self, node: dict[str, Any], place: _Place, names: dict[str, str]) -> bool:
        """Tell whether every library takes the name of an object for that of a schema."""
        if place is not _Place.SCHEMA or list(names) != (["id"] if self._draft is _Draft.FOUR else ["$id"]):
            return False
        alone = self._draft is _Draft.NEW or "$ref" not in node
        return alone and all(_PLAIN.fullmatch(urldefrag(name).url) for name in names.values())

    def _below(self, place: _Place, key: str, below: Any) -> _Place:
        if place is _Place.SCHEMA:
            found = (_NEW if self._draft is _Draft.NEW else _PLACES).get(key, _Place.OTHER)
            return _Place.OTHER if found is _Place.NAMED and isinstance(below, list) else found
        return _Place.SCHEMA if place is _Place.NAMED and isinstance(below, dict) else _Place.OTHER


def _joined(base: str, reference: str) -> str:
    """Return where a reference leads; one that Go might join in another way, or a long one, to what it says."""
    address = urldefrag(reference).url if "#" in reference else reference
    plain = len(base) + len(address) <= _LONGEST and _PLAIN.fullmatch(address)
    return urljoin(base, address) if plain else address
