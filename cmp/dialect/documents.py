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
            found[_key(key)] = ((key.start_mark.line + 1, key.start_mark.column + 1), value)
    return found


def _construct(node: yaml.Node, depth: int) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, scalars.as_value)
    if depth > DEEPEST:
        raise refusal(f"nested over {DEEPEST} levels deep", node, fix="write it with fewer levels")
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, depth + 1) for child in node.value]
    document: dict[str, Any] = {}
    for key, value in node.value:
        if key.value == "<<" and key.tag == scalars.MERGE:
            for source in _sources(key, value):
                document.update(_construct(source, depth + 1))
        else:
            document[_key(key)] = _construct(value, depth + 1)
    return document


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


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise refusal("a key that can't be text", node, fix=_QUOTE)
    return str(_scalar(node, scalars.as_key))


def _scalar(node: yaml.ScalarNode, convert: Callable[[scalars.Scalar], scalars.Scalar]) -> scalars.Scalar:
    try:
        return str(node.value) if node.tag == scalars.TEXT else convert(scalars.tagged(node.tag, node.value))
    except ValueError as problem:
        raise refusal(str(problem), node, fix=_QUOTE) from None
