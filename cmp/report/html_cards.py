"""The columns of the page: a card for each object, and what it needs in a list that can be read without the curves."""

from collections.abc import Iterator, Mapping
from html import escape

from cmp.argocd.plan import Step
from cmp.argocd.tasks import Task
from cmp.model import Edge, Ref, Strength
from cmp.report.changes import author, changes, done, whys
from cmp.report.health_notes import footnotes
from cmp.report.names import labels
from cmp.report.sync import SyncReport
from cmp.text import count

_SHOWN = 16  # cards of a column, before those that matter least are folded up
_FEW = 4  # so many lesser cards need no folding


class Cards:
    """The cards of a plan."""

    def __init__(self, report: SyncReport) -> None:
        self.report = report
        self.names: Mapping[Ref, str] = labels(report.refs)
        self.ids: Mapping[Ref, str] = {ref: f"o{index}" for index, ref in enumerate(report.plan.first)}
        self.made = changes(report.arranged)
        self.signs, self.notes = footnotes(report)
        self.stuck = {ref for stall in report.stalls for ref in (stall.ref, *(edge.before for edge in stall.chain))}

    def column(self, step: Step) -> Iterator[str]:
        """Yield the column of a step: what matters in it as cards, the rest folded up."""
        until = {gate.ref: gate.until for gate in step.gates}
        tasks = list(step.tasks)
        lesser = [task for task in tasks if self._weight(task, until) == 0]
        shown = sorted((task for task in tasks if task not in lesser), key=lambda task: -self._weight(task, until))
        shown, folded = shown[:_SHOWN], [*shown[_SHOWN:], *lesser]
        if len(folded) <= _FEW:
            shown, folded = [*shown, *folded], []
        heading = f"wave {step.wave}" if step.phase == "Sync" else escape(step.name)
        state = " unreached" if self._unreached(step) else " waits" if until else ""
        yield f'<section class="wave{state}" aria-label="{heading}"><h2>{heading}</h2>'
        yield from (self._card(task, step, until) for task in _in_order(shown, tasks))
        if folded:
            more = f"and {len(folded)} more" if shown else count(len(folded), "object")
            yield f'<details class="more"><summary>{more}</summary>'
            yield from (self._card(task, step, until) for task in _in_order(folded, tasks))
            yield "</details>"
        yield f'<p class="gate">{self._gate(step)}</p></section>'

    def _weight(self, task: Task, until: Mapping[Ref, str]) -> int:
        """Return how much a card matters to a reader; nothing, if there is nothing to tell of its object."""
        ref = task.ref
        needs = [*self.report.needs.get(ref, ()), *self.report.serves.get(ref, ())]
        if ref in self.stuck:
            return 4
        if ref in self.made or task.hook:
            return 3
        if any(edge.strength is Strength.MUST for edge in needs):
            return 2
        return 1 if needs or ref in until else 0

    def _unreached(self, step: Step) -> bool:
        """Tell whether a sync that hangs never gets to a step."""
        steps = self.report.plan.steps
        return any(steps.index(stall.step) < steps.index(step) for stall in self.report.stalls)

    def _gate(self, step: Step) -> str:
        if self._unreached(step):
            return "never reached"
        if step is self.report.plan.steps[-1] and not step.gates:
            return "the sync ends here, nothing waits"
        return f"waits for {count(len(step.gates), 'object')}" if step.gates else "goes on at once"

    def _card(self, task: Task, step: Step, until: Mapping[Ref, str]) -> str:
        ref = task.ref
        again = self.report.plan.step(ref) is not step  # a hook of several phases has one card that curves lead to
        name = escape(self.names[ref])
        mark = "" if again else f' id="{self.ids[ref]}"'
        did = done(task, self.made.get(ref, {}))
        because = "; ".join(whys(self.made.get(ref, {}))) or author(task)
        waits = f'<p class="until">goes on when {escape(until[ref])}</p>' if ref in until else ""
        parts = [
            f'<article class="card{" stuck" if ref in self.stuck else ""}"{mark} tabindex="0" aria-label="{name}">',
            f'<p class="kind">{escape(ref.kind)}{_badge(did)}</p>',
            f"<h3>{_breakable(self.names[ref].partition('/')[2])}{self.signs.get(ref, '')}</h3>",
            waits,
            f'<p class="because">{_breakable(because)}</p>' if because else "",
            self._edges(task, again=again),
            "</article>",
        ]
        return "".join(parts)

    def _edges(self, task: Task, *, again: bool) -> str:
        """Return what an object needs and who needs it, with all reasons."""
        needs = self.report.needs.get(task.ref, ())
        serves = self.report.serves.get(task.ref, ())
        if again or not (needs or serves):
            return ""
        words = [f"needs {len(needs)}" if needs else "", f"needed by {len(serves)}" if serves else ""]
        lists = [
            f"<h4>{heading}</h4><ul>{''.join(items)}</ul>"
            for heading, items in (
                ("Needs", [self._item(edge, edge.before) for edge in needs]),
                ("Is needed by", [self._item(edge, edge.after) for edge in serves]),
            )
            if items
        ]
        return f"<details><summary>{' · '.join(filter(None, words))}</summary>{''.join(lists)}</details>"

    def _item(self, edge: Edge, other: Ref) -> str:
        name = _breakable(self.names.get(other, str(other)))
        link = f'<a href="#{self.ids[other]}">{name}</a>' if other in self.ids else name
        reasons = "".join(f"<li>{_breakable(why)}</li>" for why in edge.whys)
        return f"<li>{link} <small>{edge.need}, {edge.strength}</small><ul>{reasons}</ul></li>"


def _in_order(some: list[Task], tasks: list[Task]) -> list[Task]:
    chosen = {id(task) for task in some}
    return [task for task in tasks if id(task) in chosen]


def _badge(did: str) -> str:
    """Return what Swell did as a badge; what was a hook already is told in brackets, and is none of Swell's."""
    if did == "-":
        return ""
    own = did.startswith("(")
    return f'<span class="badge{" own" if own else ""}">{escape(did.strip("()") if own else did)}</span>'


def _breakable(text: str) -> str:
    """Return escaped text that may break behind the dashes, dots and slashes of a name."""
    return escape(text).replace("/", "/<wbr>").replace("-", "-<wbr>").replace(".", ".<wbr>")
