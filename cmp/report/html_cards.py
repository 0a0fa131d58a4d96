"""The columns of the HTML page as data for its template: a card for each object, with its needs in both directions."""

from collections.abc import Iterator, Mapping, Sequence

from cmp.argocd.plan import Step
from cmp.argocd.tasks import Task
from cmp.model import Edge, Ref, Strength
from cmp.report.changes import author, changes, done, whys
from cmp.report.health_notes import footnotes
from cmp.report.html_findings import FindingLine, Findings
from cmp.report.names import labels
from cmp.report.sync import SyncReport
from cmp.text import count
from cmp.value import Value

_SHOWN = 16  # cards shown in a column; the least important others are folded up
_SPANS = ((4, "one"), (10, "two"))  # up to this many cards stand in so many columns
_FEW = 4  # this many less important cards are not folded up


class NeedLine(Value):
    """A need in a card's list: the other object, the id of its card ("" without one), and the reason."""

    id: str
    name: str
    need: str
    strength: str
    whys: tuple[str, ...]


class Card(Value):
    """The card of an object in a step; a text that does not apply is "".

    `id` is the target of lines and links, `label` the object's unique name, `sign` the mark of its footnote, `badge`
    Swell's change, or with `own` the hook that it was before; `kinds` are the filters that it passes,
    `findings` what checks say of it; `until` is the condition that the sync waits for,
    `because` the reason of the change, `counts` the numbers of needs.
    """

    id: str
    label: str
    kind: str
    name: str
    sign: str
    badge: str
    own: bool
    stuck: bool
    kinds: tuple[str, ...]
    findings: tuple[FindingLine, ...]
    until: str
    because: str
    counts: str
    needs: tuple[NeedLine, ...]
    serves: tuple[NeedLine, ...]


class Column(Value):
    """The column of a step: important objects as cards, the others folded up below the text `more`.

    `span` is in how many columns of the page its cards stand: one, two or three.
    """

    heading: str
    state: str
    span: str
    shown: tuple[Card, ...]
    folded: tuple[Card, ...]
    more: str
    gate: str


class Cards:
    """Makes the cards of a plan."""

    def __init__(self, report: SyncReport) -> None:
        self.report = report
        self.names: Mapping[Ref, str] = labels(report.refs)
        self.ids: Mapping[Ref, str] = {ref: f"o{index}" for index, ref in enumerate(report.plan.first)}
        self.made = changes(report.arranged)
        self.signs, self.notes = footnotes(report)
        self.findings = Findings(report, self.names, self.ids)
        steps, hanging = report.plan.steps, {id(stall.step): stall.step for stall in report.stalls}.values()
        first = min(map(steps.index, hanging), default=len(steps))
        self.unreached = {id(step) for step in steps[first + 1 :]}
        self.stuck = {ref for stall in report.stalls for ref in (stall.ref, *(edge.before for edge in stall.chain))}

    def column(self, step: Step) -> Column:
        """Return the column of a step: important objects as cards, the others folded up."""
        until = {gate.ref: gate.until for gate in step.gates}
        tasks = list(step.tasks)
        ranked = sorted(((self._weight(task, until), task) for task in tasks), key=lambda one: -one[0])
        shown = [task for weight, task in ranked[:_SHOWN] if weight]
        folded = [task for _, task in ranked[len(shown) :]]
        if len(folded) <= _FEW:
            shown, folded = [*shown, *folded], []
        return Column(
            heading=f"wave {step.wave}" if step.phase == "Sync" else step.name,
            span=next((span for most, span in _SPANS if len(shown) <= most), "three"),
            state=" unreached" if self._unreached(step) else " waits" if until else "",
            shown=tuple(self._card(task, step, until) for task in _in_order(shown, tasks)),
            folded=tuple(self._card(task, step, until) for task in _in_order(folded, tasks)),
            more=f"and {len(folded)} more" if shown else count(len(folded), "object"),
            gate=self._gate(step),
        )

    def _weight(self, task: Task, until: Mapping[Ref, str]) -> int:
        """Return a card's importance to a reader, 0 if there is nothing to say about its object."""
        ref = task.ref
        needs = [*self.report.needs.get(ref, ()), *self.report.serves.get(ref, ())]
        if ref in self.stuck:
            return 4
        if ref in self.made or task.hook:
            return 3
        if ref in self.findings.of or any(edge.strength is Strength.MUST for edge in needs):
            return 2
        return 1 if needs or ref in until else 0

    def _unreached(self, step: Step) -> bool:
        """Tell whether a step is never reached, because the sync hangs before it."""
        return id(step) in self.unreached

    def _gate(self, step: Step) -> str:
        if self._unreached(step):
            return "never reached"
        if step is self.report.plan.steps[-1] and not step.gates:
            return "the sync ends here, nothing waits"
        return f"waits for {count(len(step.gates), 'object')}" if step.gates else "goes on at once"

    def _card(self, task: Task, step: Step, until: Mapping[Ref, str]) -> Card:
        ref, report = task.ref, self.report
        again = report.plan.step(ref) is not step  # a hook of several phases has one card that curves lead to
        made = self.made.get(ref, {})
        did = done(task, made)
        needs = () if again else report.needs.get(ref, ())
        serves = () if again else report.serves.get(ref, ())
        counts = (f"needs {len(needs)}" if needs else "", f"needed by {len(serves)}" if serves else "")
        return Card(
            id="" if again else self.ids[ref],
            label=self.names[ref],
            kind=ref.kind,
            name=self.names[ref].partition("/")[2],
            sign=self.signs.get(ref, ""),
            badge="" if did == "-" else did.strip("()") if did.startswith("(") else did,
            own=did.startswith("("),  # what was a hook already is told in brackets, and is none of Swell's
            stuck=ref in self.stuck,
            kinds=tuple(self._kinds(task, step)),
            findings=self.findings.of.get(ref, ()),
            until=until.get(ref, ""),
            because="; ".join(whys(made)) or author(task),
            counts=" · ".join(filter(None, counts)),
            needs=tuple(self._line(edge, edge.before) for edge in needs),
            serves=tuple(self._line(edge, edge.after) for edge in serves),
        )

    def _kinds(self, task: Task, step: Step) -> Iterator[str]:
        """Yield the names of the filters that an object passes."""
        if task.hook:
            yield "hook"
        if task.ref in self.made:
            yield "changed"
        if task.ref in self.stuck or self._unreached(step):
            yield "held"
        if task.ref in self.findings.of:
            yield "found"

    def _line(self, edge: Edge, other: Ref) -> NeedLine:
        return NeedLine(
            id=self.ids.get(other, ""),
            name=self.names.get(other, str(other)),
            need=edge.need,
            strength=edge.strength,
            whys=edge.whys,
        )


def _in_order(some: Sequence[Task], tasks: Sequence[Task]) -> list[Task]:
    chosen = {id(task) for task in some}
    return [task for task in tasks if id(task) in chosen]
