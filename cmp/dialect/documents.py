"""Converting YAML nodes to values as Go does: dicts with string keys, lists and scalars, as in JSON."""

from collections.abc import Callable
from typing import Any

import yaml

from cmp.dialect import scalars
from cmp.dialect.nodes import DEEPEST, compose, pairs, refusal

_QUOTE = "quote it, or what begins with { around it"


def load(text: str) -> Any:
    """Return the first document of a text. Raises YamlError."""
    return construct(compose(text))


def construct(node: yaml.Node | None) -> Any:
    """Return the document of a node with Go's meaning; no dict or list is shared between two places.

    Raises:
        YamlError: a scalar or a key that Go refuses too.
    """
    return None if node is None else _construct(node, 0)


def entries(node: yaml.Node) -> dict[str, tuple[tuple[int, int], yaml.Node]]:
    """Return a mapping's entries by Go's keys, merge keys expanded; none for other nodes.

    Each has the line and the column of its key, from 1.

    Raises:
        YamlError: a key that Go refuses too.
    """
    found: dict[str, tuple[tuple[int, int], yaml.Node]] = {}
    for key, value in pairs(node):
        if key.value == "<<" and key.tag == scalars.MERGE:
            for source in _sources(key, value):
                found.update(entries(source))
        else:
            found[key_text(key)] = ((key.start_mark.line + 1, key.start_mark.column + 1), value)
    return found


def _construct(node: yaml.Node, depth: int) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, scalars.as_value)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, depth)[0]
    _refuse_depth(node, depth)
    return [_construct(child, depth + 1) for child in node.value]


def _mapping(node: yaml.Node, depth: int) -> tuple[dict[str, Any], dict[str, scalars.Scalar | bytes]]:
    """Return a mapping with Go's keys, and what those of them are to Go that are no text.

    Raises:
        YamlError: two keys are one as text, but not to Go, which then takes one of the two at random.
    """
    _refuse_depth(node, depth)
    document: dict[str, Any] = {}
    odd: dict[str, scalars.Scalar | bytes] = {}
    for key, value in node.value:
        if key.value == "<<" and key.tag == scalars.MERGE:
            for source in _sources(key, value):
                below, others = _mapping(source, depth + 1)
                for name in below.keys() & document.keys() if odd or others else ():
                    _refuse_two(key, name, odd.get(name, name), others.get(name, name))
                document.update(below)
                odd.update(others)
            continue
        name = key_text(key)
        if odd or key.tag != scalars.TEXT:
            held = scalars.compared(key.tag, key.value)
            if name in document:
                _refuse_two(key, name, odd.get(name, name), held)
            if not isinstance(held, str):
                odd[name] = held
        document[name] = _construct(value, depth + 1)
    return document, odd


def _refuse_depth(node: yaml.Node, depth: int) -> None:
    if depth > DEEPEST:
        raise refusal(f"nested over {DEEPEST} levels deep", node, fix="write it with fewer levels")


def _refuse_two(key: yaml.Node, name: str, one: scalars.Scalar | bytes, other: scalars.Scalar | bytes) -> None:
    """Refuse two keys with one name that differ to Go: 1 and "1", 1 and 1.0, or NaN, which differs from itself."""
    if type(one) is not type(other) or one != other:
        raise refusal(f"two different keys that are {name} as text, of which Go takes either", key, fix="keep one")


def _sources(key: yaml.Node, value: yaml.Node) -> list[yaml.Node]:
    """Return the mappings that a merge key names, strongest last; a list of them must not be an alias."""
    listed = isinstance(value, yaml.SequenceNode) and value.start_mark.index > key.start_mark.index
    sources = value.value[::-1] if listed else [value]
    for source in sources:
        if not isinstance(source, yaml.MappingNode):
            raise refusal(
                "a merge key needs a mapping or a list of them", key, fix="let << name an anchor of a mapping"
            )
    return sources


def key_text(node: yaml.Node) -> str:
    """Return what Go takes a key for.

    Raises:
        YamlError: it can't be text.
    """
    if not isinstance(node, yaml.ScalarNode):
        raise refusal("a key that can't be text", node, fix=_QUOTE)
    return str(_scalar(node, scalars.as_key))


def _scalar(node: yaml.ScalarNode, convert: Callable[[scalars.Scalar], scalars.Scalar]) -> scalars.Scalar:
    try:
        return str(node.value) if node.tag == scalars.TEXT else convert(scalars.tagged(node.tag, node.value))
    except ValueError as problem:
        raise refusal(str(problem), node, fix=_QUOTE) from None
