"""a layer sets a value that no template reads.

It is misspelt, or belongs to another version of the chart, and has no effect; Helm does not report it. A value counts
as read where any text of the chart or its dependencies mentions its path (`.Values.image.tag`), or a whole mapping
above it (`toYaml .Values.image`), so that some unused values are not found. Values that only the chart itself sets are
not reported.

Correct the name, or remove the value.
"""

from collections.abc import Iterator, Sequence

from cmp.chart.mounts import dependency_names
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.text import Speller
from cmp.values.dotted import join, split
from cmp.values.located import Located, LocatedMapping, Tree, leaves
from cmp.values.render_values import RenderValues

SEVERITY = Severity.WARNING
_ALIKE = 0.8
_HELMS = ("global", "tags", "exports")  # Helm itself, or any dependency, reads what lies below these


def check(facts: Facts) -> Iterator[Finding]:
    """Find unused values in the values files and inline values; each once, and a whole mapping of them as one."""
    values = facts.values
    if values is None:
        return
    told: set[tuple[str, tuple[str, ...]]] = set()
    unread = _Unread(values)
    speller, known = Speller(), sorted(join(path) for path in values.mentions.paths if path)
    for tree in values.stack.own:
        for keys, mark in leaves(tree):
            head = unread.head(keys) if mark.value is not None else ()
            if not head or (mark.layer.name, head) in told:
                continue
            told.add((mark.layer.name, head))
            place = _place(tree, head, mark)
            close = speller.nearest(join(head), known, alike=_ALIKE)
            yield Finding(
                severity=SEVERITY,
                ref=None,
                message=f"{place.where}: no template reads {join(head)}",
                fix=f"did you mean {close}?" if close else "take it out, or correct its path",
                position=place.position,
            )


class _Unread:
    """What no template of a chart reads; the charts below it are looked at once for all paths."""

    def __init__(self, values: RenderValues) -> None:
        self._mentions, self._texts = values.mentions, values.chart.texts
        self._aliases = dependency_names(values.chart)
        self._switches = {tuple(split(path)) for path in values.chart.conditions}
        self._depths = sorted({len(path) for path in self._switches})
        self._closed: dict[str, bool] = {}

    def head(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return the first part of a path that no template reads; an empty path if all of it is read, or may be."""
        if keys[0] in _HELMS or any(keys[:depth] in self._switches for depth in self._depths):
            return ()
        head = self._mentions.unread(keys)
        if not head or keys[0] not in self._aliases:
            return head
        if len(keys) == 1 or keys[1] in _HELMS or self._is_closed(self._aliases[keys[0]]):
            return ()
        inner = self._mentions.unread(keys[1:])
        return (keys[0], *inner) if inner else ()

    def _is_closed(self, name: str) -> bool:
        """Tell whether a chart below is packed elsewhere, or has dependencies of its own."""
        if name not in self._closed:
            folder = f"charts/{name}"
            own = [path.removeprefix(folder) for path in self._texts if path.startswith(folder)]
            self._closed[name] = not own or any("/charts/" in path for path in own)
        return self._closed[name]


def _place(tree: Tree, head: Sequence[str], mark: Located) -> Located:
    """Return the mark of the key that the head ends with."""
    here = tree
    for key in head:
        here = here[key] if isinstance(here, dict) else here
    return here.mark if isinstance(here, LocatedMapping) else mark
