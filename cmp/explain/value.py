"""The layers that set a value, the layer that counts, and the objects that the value reaches, as text."""

from collections.abc import Iterator, Sequence

from cmp.errors import RequestError, SourceError
from cmp.explain.value_impact import reach
from cmp.helm.run import begin
from cmp.helm.runtime import HelmRuntime
from cmp.render.pipeline import Inputs, gather, helm_call
from cmp.render.run import LazySession, helm_runtime
from cmp.report import value_text as report
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.text import near
from cmp.values.collect import stack_of
from cmp.values.dotted import join, split
from cmp.values.located import Located, plain
from cmp.values.mask import by_schemas, shown
from cmp.values.origins import Origins, Word
from cmp.values.secrets import HIDDEN
from cmp.values.stack import Stack

_SHOWN = 4


def is_value(what: str) -> bool:
    """Tell whether an argument is the path of a value; else it is the name of an object."""
    return "/" not in what or "\\" in what.partition("/")[0]


def origins_of(request: AppRequest, *, settings: Settings, what: str) -> str:
    """Return the origins of a value, or of all values below a path.

    Raises:
        SourceError: there is no chart.
        RequestError: no layer sets a value at that path.
    """
    runtime = helm_runtime(settings)
    with LazySession(runtime) as session:
        return _told(gather(request, session=session), runtime, what)


def _told(inputs: Inputs, runtime: HelmRuntime, what: str) -> str:
    if not inputs.chart:
        raise SourceError(
            "there is no chart, and so there are no values", where=inputs.resolver.shown(inputs.resolver.folder)
        )
    stack = stack_of(inputs.request, inputs.config, inputs.resolver, chart=inputs.chart, layers=inputs.layers)
    origins, keys = Origins(stack), split(what)
    if not any(len(word.keys) == len(keys) for word in origins.words(keys)):
        raise RequestError(f"no layer sets {what}", here=f"nearest: {_nearest(what, origins)}")
    if isinstance(here := origins.at(keys), dict) and here:
        return "\n".join(_below(origins, keys, inputs.chart))
    return _one(origins, keys, inputs, stack, runtime)


def _one(origins: Origins, keys: list[str], inputs: Inputs, stack: Stack, runtime: HelmRuntime) -> str:
    words = origins.words(keys)
    counting = next((word for word in words if word.counts), None)
    there = counting is not None and len(counting.keys) == len(keys)
    value = counting.mark.value if counting and there else None
    secret = shown(value, keys, inputs.chart) != value

    def render(call: object) -> str:
        with begin(call, runtime=runtime) as output:  # type: ignore[arg-type]
            return "".join(output)

    reached = reach(helm_call(inputs), stack, keys, value, render=render, secret=secret)
    said = [_value(word, keys, inputs.chart) for word in words]
    is_now = f"= {_value(counting, keys, inputs.chart)}" if counting and there else "is not set"
    rows = [*report.chain(words, keys, list(_compared(words, said))), *_elements(counting, keys, inputs.chart)]
    return report.lines(f"{join(keys)} {is_now}", [*rows, *report.reach(reached.fields, reached.nothing)])


def _value(word: Word, keys: Sequence[str], chart: str) -> str:
    value = shown(word.mark.value, word.keys, chart)
    return report.shown(value if len(word.keys) == len(keys) else by_schemas(value, keys, chart))


def _compared(words: Sequence[Word], said: Sequence[str]) -> Iterator[str]:
    """Yield each layer's value; for a hidden value only whether it equals the value of the layer below."""
    for index, (word, text) in enumerate(zip(words, said, strict=True)):
        if text != HIDDEN or not index:
            yield text
        else:
            yield f"{text}, {'the same' if word.mark.value == words[index - 1].mark.value else 'another one'}"


def _elements(word: Word | None, keys: Sequence[str], chart: str) -> Iterator[tuple[str, str]]:
    """Yield the origin of each element of a list merged by a rule of the user: the list as a whole has no line."""
    if word is None or word.mark.line or not word.mark.elements or not word.mark.merged:
        return
    values = [plain(element) for element in word.mark.elements]
    for index, (element, value) in enumerate(zip(word.mark.elements, shown(values, keys, chart), strict=False)):
        name = value.get("name", index) if isinstance(value, dict) else index
        resolver = dict.fromkeys(mark.where for mark in _marks(element))
        yield f"    [{name}] {', '.join(resolver)}", report.shown(value)


def _marks(tree: object) -> Iterator[Located]:
    if isinstance(tree, dict):
        for below in tree.values():
            yield from _marks(below)
    elif isinstance(tree, Located):
        yield tree


def _below(origins: Origins, keys: list[str], chart: str) -> Iterator[str]:
    """Yield a line for each leaf below a path."""
    rows = []
    for path, mark in origins.leaves(keys):
        value = report.shown(shown(mark.value, path, chart))
        rows.append((f"{join(path)} = {value}", f"\u2190 {report.comes_from(mark)}"))
    width = max(len(left) for left, _ in rows)
    yield from (f"{left.ljust(width)}  {right}" for left, right in rows)


def _nearest(what: str, origins: Origins) -> str:
    paths = sorted({join(path[:depth]) for path, _ in origins.leaves() for depth in range(1, len(path) + 1)})
    same = [path for path in paths if path.endswith(f".{what}")]
    close = near(what, paths, most=_SHOWN, alike=0.4, any_case=True) or paths[:_SHOWN]
    return ", ".join(list(dict.fromkeys((*same, *close)))[:_SHOWN]) or "there are none"
