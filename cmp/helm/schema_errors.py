"""The origins of values that a chart's schema refuses: Helm names their paths, but neither the file nor the line.

Helm 3 says `- image.tag: Invalid type`, Helm 4 `- at '/image/tag': got number`, below the name of the chart whose
schema it is (ValidateAgainstSchema in pkg/chart/common/util/jsonschema.go).
"""

import re
from collections.abc import Iterator

from jsonpointer import JsonPointer, JsonPointerException

from cmp.chart.loaded import loaded
from cmp.chart.own_words import OwnWords
from cmp.errors import SwellError
from cmp.helm.call import HelmCall
from cmp.helm.holes import shown_key
from cmp.values.dotted import join
from cmp.values.located import Located, LocatedMapping, Tree
from cmp.values.stack import Stack

_REFUSAL = "values don't meet the specifications of the schema(s)"
_PLACE = re.compile(r"^\s*- (?:at '(/[^']*)'|at ''|\(root\)|([^\s:()][^\s:]*)): ", re.MULTILINE)
_UNKNOWN = re.compile(r"[Aa]dditional propert(?:y (\S+) is|ies ('.*')) not allowed$")
_CHART = re.compile(r"^([\w.-]+):\s*$", re.MULTILINE)
_SHOWN = 5


def violations(call: HelmCall, message: str, words: OwnWords) -> str:
    """Return which layers set what the schemas refuse, "" if that is unknown; keys that no chart knows are hidden."""
    if _REFUSAL not in message:
        return ""
    try:
        stack = _stack(call)
        found = [
            f"{join([shown_key(words, one) for one in keys])} is set by {where}"
            for keys in _paths(message, stack)
            for where in _set_by(stack, keys)
        ]
    except (SwellError, JsonPointerException):
        return ""
    return "; ".join(sorted(set(found))[:_SHOWN])


def _stack(call: HelmCall) -> Stack:
    shown = call.chart.removeprefix(call.root).strip("/")
    return Stack(
        chart=loaded(call.chart, shown=shown),
        layers=call.layers,
        assignments=tuple(("--set", text) for text in call.assignments),
        files=tuple(("--set-file", key, content.decode(errors="replace")) for key, _, content in call.set_files),
    )


def _paths(message: str, stack: Stack) -> Iterator[tuple[str, ...]]:
    """Yield the paths that are refused, those of a dependency below its name."""
    for found in _PLACE.finditer(message):
        charts = _CHART.findall(message, 0, found.start())
        below = charts[-1:] if charts and any(mount.home == (charts[-1],) for mount in stack.mounts) else []
        path = JsonPointer(found[1]).parts if found[1] else found[2].split(".") if found[2] else ()
        line = message[found.end() :].partition("\n")[0]
        yield from ((*below, *path, *name) for name in _unknown(line))


def _unknown(line: str) -> list[list[str]]:
    """Return what to add to a path: each key that the line calls unknown, else nothing."""
    found = _UNKNOWN.search(line)
    if not found:
        return [[]]
    return [[name] for name in ([found[1]] if found[1] else found[2][1:-1].split("', '"))]


def _set_by(stack: Stack, keys: tuple[str, ...]) -> Iterator[str]:
    """Yield the highest layer that sets a path, or the nearest above it; in a list, the one that sets the element."""
    for depth in range(len(keys), 0, -1):
        if said := stack.said(keys[:depth]):
            way, mark = said[-1]
            yield _inside(mark, keys[len(way) :]).where
            return


def _inside(mark: Located, keys: tuple[str, ...]) -> Located:
    """Follow the rest of a path into a list, as far as it leads."""
    here: Tree = mark
    for key in keys:
        if isinstance(here, Located) and key.isdecimal() and int(key) < len(here.elements):
            here = here.elements[int(key)]
        elif isinstance(here, dict) and key in here:
            here = here[key]
        if isinstance(here, Located):
            mark = here
        elif isinstance(here, LocatedMapping):
            mark = here.mark
    return mark
