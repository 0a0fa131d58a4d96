"""The layers that set a value, the layer that counts, and the objects that the value reaches, as text or JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from cmp.errors import RequestError
from cmp.explain.seen_origins import seen_origins
from cmp.explain.value_impact import reach
from cmp.helm.call import HelmCall
from cmp.helm.seen_values import Render, seen_values
from cmp.render.inputs import chart_values, gather, helm_call
from cmp.render.run import LazySession, helm_runtime
from cmp.report import value_json
from cmp.report import value_text as report
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.text import near
from cmp.values.dotted import join, split
from cmp.values.located import Located, plain
from cmp.values.mask import ChartMask
from cmp.values.origins import ABSENT, Origins, Word
from cmp.values.secrets import HIDDEN
from cmp.values.stack import GLOBAL, Stack
from cmp.values.undecided import undecided

_SHOWN = 4


def is_value(what: str) -> bool:
    """Tell whether an argument is the path of a value; else it is the name of an object."""
    return "/" not in what or "\\" in what.partition("/")[0]


def origins_of(request: AppRequest, *, settings: Settings, what: str, form: str = "text") -> str:
    """Return the origins of a value, or of all values below a path, as text or JSON.

    Raises:
        SourceError: there is no chart.
        RequestError: no layer sets a value at that path.
    """
    with LazySession(helm_runtime(settings)) as session:
        inputs = gather(request, render=session.begin, session=session)
        values = chart_values(inputs)
        return _told(values.stack, helm_call(inputs), session.begin, split(what), form)


def _told(stack: Stack, call: HelmCall, render: Render, keys: list[str], form: str) -> str:
    seen_values(call, stack.chart, render=render)  # Helm may refuse them
    origins = seen_origins(stack, call, render=render)
    if not any(len(word.keys) == len(keys) for word in origins.words(keys)):
        raise RequestError(
            f"no layer sets {join(keys)}",
            here=f"nearest: {_nearest(join(keys), origins)}",
            fix="name one of these paths, or set it in a values file",
        )
    if isinstance(origins.value(keys), dict) and any(path != tuple(keys) for path, _ in origins.leaves(keys)):
        mask = ChartMask(stack.mounts)
        below = [
            (path, mask.shown(value, path), report.told(origins.words(path))) for path, value in origins.leaves(keys)
        ]
        return value_json.below(keys, below) if form == "json" else "\n".join(report.below(below))
    return _one(origins, keys, stack, call, render, form)


def _one(origins: Origins, keys: list[str], stack: Stack, call: HelmCall, render: Render, form: str) -> str:
    words, mask, found = origins.words(keys), ChartMask(stack.mounts), origins.value(keys)
    counting = next((word for word in words if word.counts), None)
    value = None if found is ABSENT else found
    visible = mask.shown(value, keys)

    def text(call: HelmCall) -> str:
        with render(call) as output:
            return "".join(output)

    reached = reach(call, stack, keys, value, render=text, secret=visible != value)
    if form == "json":
        layers = [(word, _masked(word, keys, mask)) for word in words]
        return value_json.one(keys, visible, layers, (reached.fields, reached.nothing), is_set=found is not ABSENT)
    said = [report.shown(_masked(word, keys, mask)) for word in words]
    is_now = "is not set" if found is ABSENT else f"= {report.shown(visible)}"
    chain = report.chain(words, keys, list(_compared(words, said)), gone=found is ABSENT)
    rows = [*chain, *_elements(counting, keys, mask), *_by_chance(stack, keys)]
    return report.lines(f"{join(keys)} {is_now}", [*rows, *report.reach(reached.fields, reached.nothing)])


def _by_chance(stack: Stack, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield a row where another run of Helm may give a global another value."""
    homes = (tuple(keys[:depth]) for depth, key in enumerate(keys) if key == GLOBAL)
    if any(tuple(keys[len(home) :])[: len(one.keys)] == one.keys for home in homes for one in undecided(stack)):
        yield "Helm takes now one of these values, now another: see the check global-by-chance", ""


def _masked(word: Word, keys: Sequence[str], mask: ChartMask) -> Any:
    """Return what a layer says, as far as it may be shown."""
    value = mask.shown(word.mark.value, word.keys)
    return value if len(word.keys) == len(keys) else mask.as_charts_show(value, keys)


def _compared(words: Sequence[Word], said: Sequence[str]) -> Iterator[str]:
    """Yield each layer's value; for a hidden value only whether it equals the value of the layer below."""
    for index, (word, text) in enumerate(zip(words, said, strict=True)):
        if text != HIDDEN or not index:
            yield text
        else:
            alike = word.mark.value == words[index - 1].mark.value
            yield f"{text}, {'the same as below' if alike else 'not the same as below'}"


def _elements(word: Word | None, keys: Sequence[str], mask: ChartMask) -> Iterator[tuple[str, str]]:
    """Yield the origin of each element of a list merged by a rule of the user: the list as a whole has no line."""
    if word is None or word.mark.line or not word.mark.elements or not word.mark.merged:
        return
    values = [plain(element) for element in word.mark.elements]
    for index, (element, value) in enumerate(zip(word.mark.elements, mask.shown(values, keys), strict=False)):
        name = value.get("name", index) if isinstance(value, dict) else index
        resolver = dict.fromkeys(mark.where for mark in _marks(element))
        yield f"    [{name}] {', '.join(resolver)}", report.shown(value)


def _marks(tree: object) -> Iterator[Located]:
    if isinstance(tree, dict):
        for below in tree.values():
            yield from _marks(below)
    elif isinstance(tree, Located):
        yield tree


def _nearest(what: str, origins: Origins) -> str:
    paths = sorted({join(path[:depth]) for path, _ in origins.leaves() for depth in range(1, len(path) + 1)})
    same = [path for path in paths if path.endswith(f".{what}")]
    close = near(what, paths, most=_SHOWN, alike=0.4, any_case=True) or paths[:_SHOWN]
    return ", ".join(list(dict.fromkeys((*same, *close)))[:_SHOWN]) or "there are none"
