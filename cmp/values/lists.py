"""Lists that merge by a rule of the user's instead of Helm's: a path at a time, over all layers.

The result is one more layer above the others, holding just those lists, so that everything else stays Helm's own. Each
element knows which layers it is from.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from cmp import dialect
from cmp.chart.mounts import imports_any
from cmp.config.spec import ListByKey, ListStrategy
from cmp.errors import ConfigError
from cmp.typed.merge import laid
from cmp.value import Value
from cmp.values.dotted import split
from cmp.values.layer import Layer
from cmp.values.located import Located, Tree, plain
from cmp.values.stack import Stack

_LAYER = Layer(name="lists of swell.yaml")
_DELETE = {"$patch": "delete"}
_Said = list[tuple[tuple[str, ...], Located]]


class Judged(Value):
    """What only Helm knows: the charts that are on, and the list of theirs that it takes at each path, if any."""

    charts: Collection[tuple[str, ...]]
    taken: Mapping[str, Located | None]


def merged_lists(
    strategies: Mapping[str, ListStrategy],
    stack: Stack,
    *,
    ask: Callable[[Collection[str]], Judged],
    place: Callable[[str], str],
) -> Layer:
    r"""Return the layer that holds the merged list of each path, with what it is made of.

    Paths are dotted, with `\.` for a dot in a key. A layer that sets null, there or above, starts over; a null of a
    chart's does so where Helm takes a list that lies above it. What Helm's own rule comes to as well is left to Helm,
    but not where Helm was asked: to Helm 4.2 a null of a chart's means another thing as soon as a layer lies above it.

    Args:
        strategies: how the list of each path merges.
        stack: the charts' defaults, and the layers above them.
        ask: asks Helm. It is called only where what charts say is not simply all that counts: one of them has a null,
            which means another thing to each Helm, or imports values.
        place: returns the line that names a path under `lists`.

    Raises:
        ConfigError: no layer has anything there, or one has no list, or an element lacks its key.
    """
    said = {path: _lists(path, stack.listed(split(path), None), place) for path in strategies}
    charts = frozenset(map(id, stack.defaults.values()))
    if unclear := _unclear(said, charts, stack):
        judged = ask(said)
        of_those_on = {path: stack.listed(split(path), judged.charts) for path in said}
        said = {path: _counting(words, charts, judged.taken[path]) for path, words in of_those_on.items()}
    found: list[Tree] = []
    for path, words in said.items():
        mark = _merged(path, words, strategies[path])
        if mark and (unclear or mark.value != words[-1][1].value):
            tree: Tree = mark.replace(layer=_LAYER, line=0, merged=True)
            for key in reversed(split(path)):
                tree = {key: tree}
            found.append(tree)
    whole = laid(found)
    return _LAYER.replace(text=dialect.to_json(plain(whole)), tree=whole)


def _lists(path: str, said: _Said, place: Callable[[str], str]) -> _Said:
    """Return what is said of a path, if there is anything, and if it is lists and nulls."""
    there = [mark for way, mark in said if len(way) == len(split(path))]
    if not there:
        raise ConfigError(
            f"lists: there are no values at {path}",
            where=place(path),
            fix="correct the path, or give it a default: `values` in swell.yaml with an empty list there",
        )
    for mark in there:
        if mark.value is not None and not isinstance(mark.value, list):
            said_so = "it is no list, though swell.yaml has it under `lists`"
            raise ConfigError(
                said_so, where=f"{mark.where}: {path}", fix="make it a list, or take its path out of `lists`"
            )
    return said


def _unclear(said: Mapping[str, _Said], charts: frozenset[int], stack: Stack) -> bool:
    """Tell whether only Helm knows which of the charts' lists count."""
    words = (mark for one in said.values() for _, mark in one if id(mark.layer) in charts)
    return (
        any(not isinstance(mark.value, list) for mark in words)
        or any(len(documents) > 1 for documents in stack.documents.values())
        or imports_any(stack.chart)
    )


def _counting(words: _Said, charts: frozenset[int], taken: Located | None) -> _Said:
    """Return the words that count: of charts those up to the list that Helm takes, and none where it takes none."""
    last = max((number for number, (_, mark) in enumerate(words) if mark is taken), default=-1)
    return [word for number, word in enumerate(words) if number <= last or id(word[1].layer) not in charts]


def _merged(path: str, words: _Said, strategy: ListStrategy) -> Located | None:
    """Return the merged list of a path, None where there is none in the end."""
    found: Located | None = None
    for way, mark in words:
        is_list = len(way) == len(split(path)) and isinstance(mark.value, list)
        found = _merge(found, mark, strategy, f"{mark.where}: {path}") if is_list else None
    return found


def _merge(below: Located | None, above: Located, strategy: ListStrategy, where: str) -> Located:
    lower = below.elements if below else ()
    if isinstance(strategy, ListByKey):
        elements = _by_key((*lower, *above.elements), strategy.key, where)
    elif strategy == "replace":
        elements = above.elements
    else:
        elements = (*lower, *above.elements) if strategy == "append" else (*above.elements, *lower)
    return above.replace(value=[plain(one) for one in elements], elements=elements)


def _by_key(elements: tuple[Tree, ...], key: str, where: str) -> tuple[Tree, ...]:
    """Merge elements that agree in `key`, in the order of the lower list, new ones at the end."""
    result: dict[Any, Tree] = {}
    for element in elements:
        name = plain(element).get(key) if isinstance(element, dict) else None
        if not isinstance(name, str | int | float):
            raise ConfigError(
                f"an element has no `{key}` to be merged by",
                where=where,
                fix="give each element that key, or take another strategy under `lists`",
            )
        if _DELETE.items() <= plain(element).items():
            result.pop(name, None)
        else:
            result[name] = laid([result.get(name, {}), element])
    return tuple(result.values())
