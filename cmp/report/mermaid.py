"""The plan of a sync as a Mermaid flowchart: a box for each phase and wave, an arrow for each need."""

from collections.abc import Iterator, Mapping

from cmp.argocd.tasks import Task
from cmp.model import Ref, Strength
from cmp.report.changes import changes
from cmp.report.names import labels
from cmp.report.plan_text import not_inferred
from cmp.report.sync import SyncReport
from cmp.report.verdict import headline
from cmp.text import count, printable

# Mermaid's entity is # and a number; characters with a meaning in Markdown, HTML or Mermaid are written so.
_ENTITIES = {ord(char): f"#{ord(char)};" for char in '"#&;<>[]{}()|\\`*_~$%@'}
_STROKES = {Strength.MUST: "-->", Strength.SHOULD: "-.->"}


def written(report: SyncReport) -> str:
    """Return the flowchart; objects without any needs that are no hooks share one node for each wave."""
    ids = _ids(report)
    stuck = {edge for stall in report.stalls for edge in stall.chain}
    edges = [edge for edge in report.edges if edge.before in ids and edge.after in ids]
    red = [str(index) for index, edge in enumerate(edges) if edge in stuck]
    hanging = {ref for stall in report.stalls for ref in (stall.ref, *(e.before for e in stall.chain))}
    sick = sorted(ids[ref] for ref in hanging & ids.keys())  # what no sync applies has no node
    unclear = sorted({ids[ref] for one in report.unclear for ref in (one.before, one.after)})
    lines = [
        "flowchart LR",
        f"  %% {_plain(report.title)}: {_plain(headline(report))}",
        f"  %% {_plain(report.judged)}",
        *(f"  %% {_plain(sentence)}" for sentence in not_inferred(report)),
        *_boxes(report, ids),
        *(f"  {ids[edge.before]} {_STROKES[edge.strength]} {ids[edge.after]}" for edge in edges),
        *(f'  {ids[one.before]} -. "may be needed" .-> {ids[one.after]}' for one in report.unclear),
        *(f"  s{index} ~~~ s{index + 1}" for index in range(len(report.plan.steps) - 1)),  # waves from left to right
        *([f"  linkStyle {','.join(red)} stroke:#c62828,stroke-width:3px"] if red else []),
        *([f"  style {name} stroke:#c62828,stroke-width:3px" for name in sick]),
        *([f"  style {name} stroke:#b26a00,stroke-width:3px" for name in unclear]),
    ]
    return "\n".join(lines)


def _ids(report: SyncReport) -> Mapping[Ref, str]:
    """Return an identifier for each object with its own node; an object of several phases is in the first one."""
    made = changes(report.arranged)
    stuck = {stall.ref for stall in report.stalls} | {one.after for one in report.unclear}
    shown = [
        ref
        for ref, turn in report.plan.first.items()
        if turn.task.hook or ref in made or ref in report.needs or ref in report.serves or ref in stuck
    ]
    order = {ref: index for index, ref in enumerate(report.refs)}
    return {ref: f"o{index}" for index, ref in enumerate(sorted(shown, key=lambda ref: order[ref]))}


def _boxes(report: SyncReport, ids: Mapping[Ref, str]) -> Iterator[str]:
    known = labels(report.refs)
    for index, step in enumerate(report.plan.steps):
        yield f'  subgraph s{index}["{_escaped(step.name)}"]'
        yield "    direction TB"
        here = [task for task in step.tasks if report.plan.step(task.ref) is step]
        own = [task for task in here if task.ref in ids]
        yield from (f"    {ids[task.ref]}{_node(task, known[task.ref])}" for task in own)
        again = [task.ref for task in step.tasks if report.plan.step(task.ref) is not step]
        yield from (f'    s{index}a{number}["{_escaped(known[ref])} again"]' for number, ref in enumerate(again))
        if rest := [task.ref for task in here if task.ref not in ids]:
            alone = known[rest[0]] if len(rest) == 1 else count(len(rest), "object")
            yield f'    s{index}more["{f"and {len(rest)} more" if own and len(rest) > 1 else _escaped(alone)}"]'
        yield "  end"


def _node(task: Task, name: str) -> str:
    """Return a node's shape and text; hooks are round."""
    left, right = ("([", "])") if task.hook else ("[", "]")
    return f'{left}"{_escaped(name)}"{right}'


def _escaped(text: str) -> str:
    return " ".join(printable(text).translate(_ENTITIES).split())


def _plain(text: str) -> str:
    """Return text for a comment: on one line, without braces, which Mermaid takes for a directive."""
    return " ".join(printable(text).replace("{", "(").replace("}", ")").split())
