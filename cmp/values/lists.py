"""Lists that merge by a rule of the user's instead of Helm's: a path at a time, over all layers.

The result is one more layer above the others, holding just those lists, so that everything else stays Helm's own. It
counts as one more values file: what is assigned (`--set`) lies above it. Each element knows which layers it is from.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from cmp import dialect
from cmp.chart.mounts import imports_any
from cmp.config.spec_values import ListByKey, ListStrategy
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
    Nor is it where an element is assigned: Helm then keeps the others of a values file's list, and none of a chart's.

    Args:
        strategies: how the list of each path merges.
        stack: the charts' defaults, and the layers above them.
        ask: asks Helm. It is called only where what charts say is not simply all that counts: one of them has a null,
            which means another thing to each Helm, or imports values.
        place: returns the line that names a path under `lists`.

    Raises:
        ConfigError: no layer has anything there, or one has no list, an element lacks its key, or Helm would take the
            global of a chart above in place of the merged list.
    """
    said = {path: _lists(path, stack.listed(split(path), None), place) for path in strategies}
    for path in strategies:
        _refuse_outranked(path, stack, place)
    charts = frozenset(map(id, stack.defaults.values()))
    if unclear := _unclear(said, charts, stack):
        judged = ask(said)
        of_those_on = {path: stack.listed(split(path), judged.charts) for path in said}
        said = {path: _counting(words, charts, judged.taken[path]) for path, words in of_those_on.items()}
    found: list[Tree] = []
    for path, words in said.items():
        mark = _merged(path, words, strategies[path])
        laid_anyway = unclear or stack.is_reached_into(split(path))
        if mark and (laid_anyway or mark.value != words[-1][1].value):
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


def _refuse_outranked(path: str, stack: Stack, place: Callable[[str], str]) -> None:
    if mark := stack.outranking(split(path)):
        raise ConfigError(
            f"lists: Helm takes the global of a chart above ({mark.where}) in place of a list merged at {path}",
            where=place(path),
            fix="take the path out of `lists`, or merge the list where the chart above has it",
        )


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
    lists = list[Located]()
    for way, mark in words:
        if len(way) == len(split(path)) and isinstance(mark.value, list):
            lists.append(mark)
        else:
            lists.clear()
    if not lists:
        return None
    elements = _elements(lists, strategy, path)
    return lists[-1].replace(value=[plain(one) for one in elements], elements=elements)


def _elements(lists: Sequence[Located], strategy: ListStrategy, path: str) -> tuple[Tree, ...]:
    """Return the elements of lists, the lowest first, as one; each element is looked at once, however many lists."""
    if isinstance(strategy, ListByKey):
        return _by_key(lists, strategy.key, path)
    if strategy == "replace":
        return lists[-1].elements
    ordered = lists if strategy == "append" else reversed(lists)
    return tuple(element for one in ordered for element in one.elements)


def _refuse_alike(said: Located, key: str, where: str) -> None:
    """Refuse two elements of one list that agree in `key`: they would be merged; behind a deletion, one is new."""
    seen: dict[Any, int] = {}
    for number, element in enumerate(map(plain, said.elements), start=1):
        name = element.get(key) if isinstance(element, dict) else None
        if not isinstance(name, str | int | float):
            continue
        if _DELETE.items() <= element.items():
            seen.pop(name, None)
        elif name in seen:
            raise ConfigError(
                f"elements {seen[name]} and {number} have one `{key}`, by which `lists` merges them",
                where=where,
                fix=f"give each a `{key}` of its own, or take another strategy under `lists`",
            )
        else:
            seen[name] = number


def _by_key(lists: Sequence[Located], key: str, path: str) -> tuple[Tree, ...]:
    """Merge elements that agree in `key`, in the order of the lowest list, new ones at the end."""
    result: dict[Any, Tree] = {}
    for one in lists:
        where = f"{one.where}: {path}"
        _refuse_alike(one, key, where)
        for element in one.elements:
            said = plain(element)
            name = said.get(key) if isinstance(said, dict) else None
            if not isinstance(name, str | int | float):
                raise ConfigError(
                    f"an element has no `{key}` to be merged by",
                    where=where,
                    fix="give each element that key, or take another strategy under `lists`",
                )
            if _DELETE.items() <= said.items():
                result.pop(name, None)
            else:
                result[name] = laid([result.get(name, {}), element])
    return tuple(result.values())
