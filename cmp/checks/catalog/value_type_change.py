"""value-type-change: a layer makes a mapping of what was none, or the other way round.

A mapping merges key by key, anything else replaces. Where the two meet, what lies beneath is lost as a whole, and Helm
only warns (`cannot overwrite table with non table`), or not at all. Templates that expect the one fail with the other,
or print nothing.

Write it in the shape that the chart's values.yaml has.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.values.dotted import join
from cmp.values.located import MAPPING, Located, LocatedMapping, Tree

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find them in the values files and inline values, compared with the lowest layer that says anything."""
    values = facts.values
    if values is None:
        return
    for tree in values.stack.own:
        for keys, mark in _all((), tree):
            words = [word.mark for word in values.origins.words(keys) if word.keys == keys]
            place = next((index for index, one in enumerate(words) if one is mark), 0)
            below = next((one for one in words[:place] if one.value is not None), None)
            if below and mark.value is not None and _kind(below) != _kind(mark):
                yield Finding(
                    check="value-type-change",
                    severity=SEVERITY,
                    ref=None,
                    message=f"{mark.where}: {join(keys)} is {_kind(mark)} here, and {_kind(below)} in {below.where}",
                    fix=f"make it {_kind(below)}, as {below.layer.name} has it",
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
