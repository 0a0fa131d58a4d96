"""Finding the effect of a value: Helm renders again with another value, and the differing fields are the effect."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cmp.dialect import to_json
from cmp.errors import SwellError
from cmp.explain.probe_values import others
from cmp.explain.template_lines import Sources
from cmp.helm.call import HelmCall
from cmp.manifests.diff import differences
from cmp.manifests.split import split
from cmp.model import Manifest
from cmp.objects.objects import Objects
from cmp.report.value_text import Reached
from cmp.typed.merge import laid
from cmp.value import Value
from cmp.values.layer import Layer
from cmp.values.located import plain
from cmp.values.stack import Stack

Render = Callable[[HelmCall], str]
_PODS = ("spec.template.spec.", "spec.jobTemplate.spec.template.spec.")
_Change = tuple[Manifest, str]


class Reach(Value):
    """The effect of a value, or the reason why none is known."""

    fields: tuple[Reached, ...]
    nothing: str = ""


def reach(call: HelmCall, stack: Stack, keys: Sequence[str], value: Any, *, render: Render, secret: bool) -> Reach:
    """Render with other values until something differs, and return the differences.

    Args:
        call: the call of Helm for the current values.
        stack: its layers.
        keys: the path of the value.
        value: its current value.
        render: calls Helm, and returns its output.
        secret: whether Helm's errors must be hidden, since they may show the value.
    """
    sources = Sources(stack.chart)
    before, failure, failed, restless = _manifests(render(call)), "", False, None
    for other in others(value):
        try:
            after = _manifests(render(with_value(call, stack, sources.outside(keys), other)))
        except SwellError as problem:
            failure = failure or ("" if secret else f": {problem.message.removeprefix('helm: ')}")
            failed = True
            continue
        if changed := list(_changes(before, after)):
            if restless is None:  # fields that differ even with the same values
                restless = {(one.ref, field) for one, field in _changes(before, _manifests(render(call)))}
            fields = tuple(
                Reached(object=str(one.ref), field=_short(field), template=sources.line(one.origin, keys))
                for one, field in changed
                if (one.ref, field) not in restless
            )
            if fields:
                return Reach(fields=fields)
    if failed:
        return Reach(fields=(), nothing=f"unknown: Helm fails with another value{failure}")
    at = sources.first(keys)
    unmoved = f"nothing that is rendered changes with it, though {at} mentions it" if at else "no template reads it"
    return Reach(fields=(), nothing=unmoved)


def with_value(call: HelmCall, stack: Stack, keys: Sequence[str], value: Any) -> HelmCall:
    """Return the call with another value, which wins over `--set` too: those assignments become a file below it."""
    other: Any = value
    for key in reversed(keys):
        other = {key: other}
    said = stack.assigned
    below = (Layer(name="--set", text=to_json(plain(laid(said)))),) if said else ()
    return call.replace(
        layers=(*call.layers, *below, Layer(name="another value", text=to_json(other))),
        assignments=(),
        set_files=(),
        skip_schema_validation=True,
    )


def _manifests(stream: str) -> tuple[Manifest, ...]:
    return split(stream, namespace="")


def _changes(before: Sequence[Manifest], after: Sequence[Manifest]) -> Iterator[_Change]:
    """Yield the fields that differ; a renamed object is compared with the next one of its kind from its template."""
    old, new = Objects(before).by_ref, Objects(after).by_ref
    came = {ref: one for ref, one in new.items() if ref not in old}
    alike = defaultdict[tuple[str, str], deque[Manifest]](deque)
    for one in came.values():
        alike[one.ref.kind, one.origin].append(one)
    for ref, one in old.items():
        other = new.get(ref)
        if other is None and (renamed := alike.get((ref.kind, one.origin))):
            other = came.pop(renamed.popleft().ref)
        if other is None:
            yield one, "vanishes"
        else:
            yield from ((one, field) for field in differences(one.document, other.document))
    yield from ((one, "appears") for one in came.values())


def _short(field: str) -> str:
    return next((field.removeprefix(prefix) for prefix in _PODS if field.startswith(prefix)), field)
