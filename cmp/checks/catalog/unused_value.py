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
from cmp.values.dotted import join
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
    speller, known = Speller(), sorted(join(path) for path in values.mentions.paths if path)
    for tree in values.stack.own:
        for keys, mark in leaves(tree):
            head = _unread(values, keys) if mark.value is not None else ()
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


def _unread(values: RenderValues, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first part of a path that no template reads; an empty path if all of it is read, or may be."""
    aliases, switched = dependency_names(values.chart), values.chart.conditions
    if keys[0] in _HELMS or any(join(keys[:depth]) in switched for depth in range(1, len(keys) + 1)):
        return ()
    head = values.mentions.unread(keys)
    if not head or keys[0] not in aliases:
        return head
    folder = f"charts/{aliases[keys[0]]}"
    own = [path.removeprefix(folder) for path in values.chart.texts if path.startswith(folder)]
    if not own or len(keys) == 1 or keys[1] in _HELMS or any("/charts/" in path for path in own):
        return ()  # packed elsewhere, or with dependencies of its own
    inner = values.mentions.unread(keys[1:])
    return (keys[0], *inner) if inner else ()


def _place(tree: Tree, head: Sequence[str], mark: Located) -> Located:
    """Return the mark of the key that the head ends with."""
    here = tree
    for key in head:
        here = here[key] if isinstance(here, dict) else here
    return here.mark if isinstance(here, LocatedMapping) else mark
