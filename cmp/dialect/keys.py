"""Keys that are lost or become others: of two alike Go takes the last, and a plain `on` is the key `true`."""

from collections.abc import Iterator

import yaml

from cmp.dialect.documents import key_text
from cmp.dialect.nodes import pairs
from cmp.value import Value


class OddKey(Value):
    """A key: its path in the document, its line from 1, and what it is to Go, where that is another text."""

    path: str
    line: int
    read_as: str


def repeated(root: yaml.Node | None) -> Iterator[OddKey]:
    """Yield each key that its mapping already has, as Go reads both.

    Raises:
        YamlError: a key that Go refuses too.
    """
    for path, mapping in _mappings(root):
        seen: set[str] = set()
        for key, _ in pairs(mapping):
            name = key_text(key)
            if name in seen and name != "<<":
                yield _odd(path, key)
            seen.add(name)


def misread(root: yaml.Node | None) -> Iterator[OddKey]:
    """Yield each key that Go reads as another text than stands there: `on`, `y`, `0x10`, `1.0`.

    Raises:
        YamlError: a key that Go refuses too.
    """
    for path, mapping in _mappings(root):
        yield from (_odd(path, key) for key, _ in pairs(mapping) if key_text(key) != key.value)


def _odd(path: str, key: yaml.Node) -> OddKey:
    return OddKey(path=_below(path, key), line=key.start_mark.line + 1, read_as=key_text(key))


def _mappings(root: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    """Yield each mapping of a document once, with its path; an alias is the node that its anchor stands for."""
    todo: list[tuple[str, yaml.Node | None]] = [("", root)]
    seen: set[int] = set()
    while todo:
        path, node = todo.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield path, node
        todo += [(_below(path, key), value) for key, value in reversed(pairs(node))]
        if isinstance(node, yaml.SequenceNode):
            todo += [(f"{path}[{index}]", item) for index, item in enumerate(node.value)][::-1]


def _below(path: str, key: yaml.Node) -> str:
    return f"{path}.{key.value}" if path else str(key.value)
