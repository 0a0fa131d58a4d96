"""Finding repeated keys in a mapping: Go takes the last one without an error."""

from collections.abc import Iterator

import yaml

from cmp.dialect.nodes import compose, pairs


def repeated(text: str) -> Iterator[tuple[str, int]]:
    """Yield the path of each key that its mapping already has, with its line from 1.

    Raises:
        YamlError: the text is no YAML.
    """
    todo: list[tuple[str, yaml.Node | None]] = [("", compose(text))]
    seen: set[int] = set()  # an alias is the node that its anchor stands for
    while todo:
        path, node = todo.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        here: set[str] = set()
        for key, value in pairs(node):
            name = str(key.value)
            below = f"{path}.{name}" if path else name
            if name in here and name != "<<":
                yield below, key.start_mark.line + 1
            here.add(name)
            todo.append((below, value))
        if isinstance(node, yaml.SequenceNode):
            todo += [(f"{path}[{index}]", item) for index, item in enumerate(node.value)]
