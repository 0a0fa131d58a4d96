"""Question marks within words in brackets: libyaml 0.2.5 takes `[a?b]` for one word, and Go refuses it.

To Go a question mark ends a plain word of a flow collection (yaml_parser_scan_plain_scalar in scannerc.go of
go.yaml.in/yaml/v2 2.4.3); a comma or a bracket should follow then, and there is none.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import yaml

_MARK = re.compile(r"\?")


def questioned(root: yaml.Node | None, text: str) -> yaml.Node | None:
    """Return a plain word in brackets that Go would end at a question mark; None if there is none.

    Args:
        root: the document's node; only what spans such a mark is looked at, and each node once.
        text: all that the node was read from.
    """
    marks = [found.start() for found in _MARK.finditer(text)]
    return next(_at(root, marks, set(), flow=False), None) if marks and root else None


def _at(node: Any, marks: list[int], seen: set[int], *, flow: bool) -> Iterator[yaml.Node]:
    nearest = bisect_right(marks, node.start_mark.index)
    if id(node) in seen or nearest == len(marks) or marks[nearest] >= node.end_mark.index:
        return
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        if flow and not node.style:
            yield node
        return
    for below in node.value:
        for one in below if isinstance(below, tuple) else (below,):
            yield from _at(one, marks, seen, flow=flow or bool(node.flow_style))
