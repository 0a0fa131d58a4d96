"""a layer replaces a mapping by another type, or another type by a mapping.

Mappings are merged key by key; any other value replaces the one below it. Where the two meet, the lower value is lost
as a whole, and Helm only warns (`cannot overwrite table with non table`), or not at all. A template that expects the
one type fails with the other, or prints nothing.

Write it with the type that the chart's values.yaml has.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.values.dotted import join
from cmp.values.located import MAPPING, Located, LocatedMapping, Tree

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find such values in the values files and inline values, compared with the lowest layer that sets them."""
    values = facts.values
    if values is None:
        return
    for tree in values.stack.own:
        for keys, mark in _all((), tree):
            if mark.value is None:
                continue
            below = next((one for one in values.stack.exactly(keys) if one.value is not None), mark)
            if _kind(below) != _kind(mark):
                yield Finding(
                    severity=SEVERITY,
                    ref=None,
                    message=f"{mark.where}: {join(keys)} is {_kind(mark)} here, and {_kind(below)} in {below.where}",
                    fix=f"make it {_kind(below)}, as {below.layer.name} has it",
                    position=mark.position,
                )


def _all(keys: tuple[str, ...], tree: Tree) -> Iterator[tuple[tuple[str, ...], Located]]:
    if isinstance(tree, Located):
        yield keys, tree
        return
    if isinstance(tree, LocatedMapping) and keys:
        yield keys, tree.mark
    for key, below in tree.items():
        yield from _all((*keys, key), below)


def _kind(mark: Located) -> str:
    if mark.value is MAPPING or isinstance(mark.value, dict):
        return "a mapping"
    return "a list" if isinstance(mark.value, list) else "a single value"
