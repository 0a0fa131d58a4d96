"""Parsing Swell's own documents into their types, with the lines of their rules."""

from inspect import cleandoc
from typing import Any, TypeVar

import msgspec

from cmp import dialect
from cmp.dialect.keys import misread, repeated
from cmp.errors import ConfigError
from cmp.typed.validation import complaint

Shape = TypeVar("Shape")


def parsed(text: str, shape: type[Shape], *, shown: str) -> tuple[Shape, dialect.Node]:
    """Return the typed value of a document, and its nodes, which have the lines.

    Raises:
        ConfigError: the document does not fit the type.
    """
    try:
        node = dialect.compose(text, alone=True)
        document = dialect.construct(node)
    except dialect.YamlError as problem:
        where = f"{shown}:{problem.line}" if problem.line else shown
        raise ConfigError(problem.message, where=where, fix=problem.fix) from None
    if node is None or not isinstance(document, dict):
        raise ConfigError(
            "must be a mapping that begins with `apiVersion: swell/v1`", where=shown, fix="begin it with that line"
        )
    _refuse_odd_keys(node, shown=shown)
    try:
        return msgspec.convert(document, shape), node
    except msgspec.ValidationError as problem:
        raise complaint(problem, node, shape, shown=shown) from None


def wheres(node: dialect.Node, count: int, *, shown: str, key: str = "rules") -> list[str]:
    """Return the place of each element of a list in a mapping; for those from a merge key only the file."""
    known = [f"{shown}:{element.start_mark.line + 1}" for element in elements(node, key)]
    return [*known, *[shown] * count][:count]


def places(node: dialect.Node, key: str, *, shown: str) -> dict[str, str]:
    """Return the place of each key of the mapping under a key of a mapping."""
    below = [name for under, value in dialect.pairs(node) if under.value == key for name, _ in dialect.pairs(value)]
    return {name.value: f"{shown}:{name.start_mark.line + 1}" for name in below}


def place(node: dialect.Node, key: str, *, shown: str) -> str:
    """Return the place of a key of a mapping; only the file where it comes from a merge key."""
    found = [name for name, _ in dialect.pairs(node) if name.value == key]
    return f"{shown}:{found[0].start_mark.line + 1}" if found else shown


def elements(node: dialect.Node, key: str) -> list[dialect.Node]:
    """Return the nodes of the list under a key of a mapping, none if the mapping itself has no such list."""
    lists = [value for name, value in dialect.pairs(node) if name.value == key][-1:]
    return [element for found in lists if isinstance(found, dialect.SequenceNode) for element in found.value]


def _refuse_odd_keys(node: dialect.Node, *, shown: str) -> None:
    """Refuse a key that YAML readers drop or change without an error: one that stands there twice, a plain `on`."""
    for key in repeated(node):
        raise ConfigError(
            f"the key `{key.path}` stands there twice",
            where=f"{shown}:{key.line}",
            fix="put what both say below one of them",
        )
    for key in misread(node):
        said = f"the key `{key.path}` means `{key.read_as}`: YAML 1.1 has more words for true, false and numbers"
        raise ConfigError(said, where=f"{shown}:{key.line}", fix="quote the key, or write what it means")


def json_schema(shape: type, *, title: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a type."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title} | msgspec.json.schema(shape)
    for kind in schema["$defs"].values():
        kind["description"] = cleandoc(kind["description"])  # msgspec takes a docstring as it stands in the file
    return schema
