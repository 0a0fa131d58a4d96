"""What an outline has is what the whole document has, whatever its text looks like."""

from random import Random
from typing import Any

import pytest

from cmp.dialect import YamlError, load
from cmp.dialect.outline import outline

_LINES = (
    "- name: v1", "- name: v2", "name: 'v1'", "served: false", "served: true", "schema:", "schema: {}", "- schema:",
    "a: b", "type: object", "- a", "description: |", "description: >-", "some text's 'end'", 'a "word', "a: 'b",
    "it''s", "c'", 'd: "e', '"', 'f: "g\\" h"', "enum: [a, b]", "enum: ['a', \"b\"]", "enum: [a", "b]", "default: {",
    "}", "- [don't, 'x]", "']", "# it is 'so", "", "&x", "d: &x", "e: *x", "f: !!str", "? a", ": b", "...", "versions:",
    "names:", "{a: [b]}", "\ta: b", "a:",
)  # fmt: skip


def _definition(random: Random) -> str:
    """Return a text that resembles a definition, with lines of any kind at any depth below its versions."""
    lines = [
        f"{' ' * random.choice((2, 4, 4, 6, 6, 8, 8, 10))}{random.choice(_LINES)}"
        for _ in range(random.randrange(1, 9))
    ]
    versions = ["  versions:", "  - name: v1", "    schema:", "      type: object"]
    at = random.randrange(len(versions) + 1)
    return "\n".join(["spec:", "  group: example.com", *versions[:at], *lines[:4], *versions[at:], *lines[4:]]) + "\n"


def _without(document: Any) -> Any:
    """Return a document without its schemas, wherever they are."""
    if isinstance(document, dict):
        return {key: _without(value) for key, value in document.items() if key != "schema"}
    return [_without(one) for one in document] if isinstance(document, list) else document


@pytest.mark.parametrize("seed", range(40))
def test_an_outline_is_the_whole_document_without_its_schemas(seed: int) -> None:
    random, shorter = Random(seed), 0  # noqa: S311
    for _ in range(250):
        text = _definition(random)
        try:
            whole = load(text)
        except YamlError:
            continue
        short = outline(text, items="versions", key="schema")
        assert _without(short) == _without(whole), text
        shorter += short != whole
    assert shorter
