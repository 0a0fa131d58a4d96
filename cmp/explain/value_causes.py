"""Finds the value behind each change of a render: Helm renders once more, with the value that it had before."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cmp.dialect import to_json
from cmp.errors import SwellError
from cmp.explain.seen_origins import seen_origins
from cmp.explain.template_lines import Sources
from cmp.explain.value_impact import with_value
from cmp.helm.call import HelmCall
from cmp.helm.seen_values import Render
from cmp.manifests.fields import document
from cmp.manifests.split import split
from cmp.model import Ref
from cmp.objects.objects import Objects
from cmp.report.value_text import told
from cmp.review.model import Cause, Causes
from cmp.review.noise import told_apart
from cmp.text import among
from cmp.value import Value
from cmp.values.dotted import join
from cmp.values.located import Tree, leaf, leaves
from cmp.values.origins import ABSENT, Origins, Word
from cmp.values.stack import Stack

_MOST = 12
"""How many values are tried, each with a render."""
_PLACES = 3  # of one list
_Keys = tuple[str, ...]
_Places = frozenset[tuple[Ref, str]]


class Valued(Value):
    """The values of one side: their layers, and the call of Helm for them."""

    stack: Stack
    call: HelmCall


def value_causes(old: Valued, new: Valued, *, render: Render, goes_on: Callable[[], bool]) -> Causes:
    """Return the value behind each changed field that one is found for, with the place that sets it.

    A value that is gone is told with the place where it was. Of many changed values the first are tried; what a
    template draws anew at each render has no cause.

    Args:
        old: the values of the older side.
        new: those of the newer one.
        render: calls Helm.
        goes_on: tells before each further render whether there is time for it.
    """
    try:
        here = seen_origins(old.stack, old.call, render=render)
        there = seen_origins(new.stack, new.call, render=render)
        changed = _changed(here, there, Sources(new.stack.chart))
        if not changed:
            return {}
        now = _objects(new.call, render)
        restless = _differing(now, _objects(new.call, render))
    except SwellError:  # of a chart whose values Helm can't be asked for; the review itself is not concerned
        return {}
    found: dict[tuple[Ref, str], Cause] = {}
    for keys, value, where in changed[:_MOST]:
        if not goes_on():
            break
        try:
            before = _objects(with_value(new.call, new.stack, keys, value), render)
        except SwellError:  # the chart may refuse a mixture of both sides
            continue
        for place in _differing(before, now) - restless:
            found.setdefault(place, Cause(value=join(keys), where=where))
    return found


def _changed(old: Origins, new: Origins, sources: Sources) -> list[tuple[_Keys, Any, str]]:
    """Return the values that differ: the path, the older value (None for none), and the place of the newer one."""
    before, after = dict(old.leaves()), dict(new.leaves())
    found = {}
    for keys in dict.fromkeys((*after, *before)):
        past, now = before.get(keys, ABSENT), after.get(keys, ABSENT)
        if past != now:
            words = (old if now is ABSENT else new).words(keys)
            value = None if past is ABSENT else past
            found[sources.outside(keys)] = (value, _place(words, value))
    return [(keys, value, where) for keys, (value, where) in found.items()]


def _place(words: Sequence[Word], past: Any) -> str:
    """Return the place that sets a value; of a list that several layers make up, those of what is new in it."""
    mark = next((word.mark for word in words if word.counts), None)
    if mark is None or mark.line or not mark.merged:
        return told(words)
    known = {said for one in (past if isinstance(past, list) else ()) for said, _ in _said(leaf(mark.layer, one))}
    places = dict.fromkeys(where for one in mark.elements for said, where in _said(one) if said not in known)
    return among(list(places)[:_PLACES]) or told(words)


def _said(tree: Tree) -> Iterator[tuple[tuple[_Keys, str], str]]:
    """Yield what an element of a list says, each leaf with its place."""
    yield from (((keys, to_json(mark.value)), mark.where) for keys, mark in leaves(tree))


def _objects(call: HelmCall, render: Render) -> Objects:
    with render(call) as printed:
        return Objects(split("".join(printed), namespace=call.namespace))


def _differing(old: Objects, new: Objects) -> _Places:
    return frozenset(_fields(old, new))


def _fields(old: Objects, new: Objects) -> Iterator[tuple[Ref, str]]:
    for ref in old.by_ref.keys() & new.by_ref.keys():
        before, after = old.by_ref[ref], new.by_ref[ref]
        if before.text != after.text:
            yield from ((ref, field.path) for field in told_apart(document(before), document(after)))
