"""The rows of a plan's table: the objects that each step applies, and what the step waits for."""

import re
from collections.abc import Iterator, Mapping, Sequence

from cmp.argocd.gates import gate
from cmp.argocd.plan import Step
from cmp.argocd.tasks import Task
from cmp.model import Ref, Strength
from cmp.report.changes import Made, author, changes, done, whys
from cmp.report.names import named, summed
from cmp.report.since import fate, state, was
from cmp.report.sync import SyncReport
from cmp.text import count

Row = tuple[str, ...]
_HEADINGS: Row = ("wave", "object", "Swell", "goes on when", "because")
_SINCE: Row = ("wave", "object", "is", "Swell", "goes on when", "because")
_MADE = "Argo CD makes it by itself"
_BRACES = re.compile(r"\w+/([^{}]*)\{([^{},]+),([^{},]++)[^{}]*+\}$")
_FOLDED = re.compile(r"(and )?\d+ (more|objects|of kind \w+)$")
_LIMIT = 44  # characters of several objects or reasons in a row, before they are counted instead


def rows(report: SyncReport, marks: Mapping[Ref, str], *, every: bool = False) -> list[Row]:
    """Return all rows, the headings first; `marks` are the marks of footnotes.

    Objects share a row, unless `every` one is to have its own. Of a sync that comes after another one a column tells
    what each object is to it.
    """
    made = changes(report.arranged)
    last = report.plan.steps[-1] if report.plan.steps else None
    found = [
        row for step in report.plan.steps for row in _step(step, report, made, marks, last=step is last, every=every)
    ]
    if report.since:
        return [_SINCE, *found]
    return [_HEADINGS, *((wave, what, *rest) for wave, what, _, *rest in found)]


def legend(table: Sequence[Row]) -> str:
    """Return what stands for several objects in rows, "" where nothing does."""
    names = [row[1] for row in table[1:]]
    if braces := next(filter(None, map(_BRACES.match, names)), None):
        prefix, first, second = braces.groups()
        return (
            f"{prefix}{{{first},{second}}} is short for {prefix}{first} and {prefix}{second}; --all gives each a row."
        )
    folded = any(map(_FOLDED.match, names))
    return "Objects of which nothing is to be told share a row; --all gives each its own." if folded else ""


def label(step: Step) -> str:
    """Return a step's text in the first column."""
    return str(step.wave) if step.phase == "Sync" else f"{step.phase} {step.wave}"


def _step(
    step: Step, report: SyncReport, made: Mapping[Ref, Made], marks: Mapping[Ref, str], *, last: bool, every: bool
) -> list[Row]:
    """Return a row for each changed object, one for each kind with its own health check, and one for the rest."""
    until = {gate.ref: gate.until for gate in step.gates if not gate.gone}
    at_once = "nothing waits" if last else "at once"
    groups: dict[object, list[Task]] = {}
    others: dict[str, list[Task]] = {}
    held = {edge.before for stall in report.stalls for edge in stall.chain}
    for task in step.tasks:
        what = _told(task, step, report)
        if every or task.ref in made or task.hook or task.ref in marks or task.ref in held:
            groups[task.ref] = [task]
        elif task.ref in until or (task.manifest and gate(task.manifest, report.plan.version)):
            groups.setdefault((task.ref.group_kind, what), []).append(task)
        else:
            others.setdefault(what, []).append(task)
    found = [
        *_removed(step, at_once),
        *(
            (
                _shown(members),
                _told(members[0], step, report),
                done(members[0], made.get(members[0].ref, {})),
                f"{until.get(members[0].ref, at_once)} {marks.get(members[0].ref, '')}".rstrip(),
                _because(members, report, made) or ("" if members[0].manifest else _MADE),
            )
            for members in groups.values()
        ),
    ]
    for what, rest in others.items():
        alone = named([rest[0].ref]) if len(rest) == 1 else count(len(rest), "object")
        more = f"and {len(rest)} more" if found and len(rest) > 1 else alone
        found.append((more, what, "-", at_once, "" if rest[0].manifest else _MADE))
    return [(label(step) if index == 0 else "", *row) for index, row in enumerate(found)]


def _told(task: Task, step: Step, report: SyncReport) -> str:
    """Return what an object is to a sync that comes after another one, "" for the first one."""
    if not report.since:
        return ""
    before = was(task, report.plan)
    return state(task, step) + (f", {before}" if before else "")


def _removed(step: Step, at_once: str) -> Iterator[Row]:
    """Yield a row for each object that a step prunes, or that stays though it is not rendered any more."""
    until = {gate.ref: gate.until for gate in step.gates if gate.gone}
    for one in step.prunes:
        yield named([one.ref]), fate(one), "-", until.get(one.ref, at_once), one.kept or "it is not rendered any more"


def _shown(members: Sequence[Task]) -> str:
    refs = [task.ref for task in members]
    text = named(refs)
    return text if len(text) <= _LIMIT or len(refs) == 1 else f"{len(refs)} of kind {refs[0].kind}"


def _because(members: Sequence[Task], report: SyncReport, made: Mapping[Ref, Made]) -> str:
    """Return the reason of an object's change, else the origin of its hook, else the need that it can't do without."""
    first = members[0]
    must = [edge for edge in report.needs.get(first.ref, ()) if edge.strength is Strength.MUST]
    return _short(whys(made.get(first.ref, {}))) or author(first) or summed(must)


def _short(reasons: Sequence[str]) -> str:
    """Return all reasons if they fit into a line, else the first one: `swell why` prints them all."""
    text = "; ".join(reasons)
    return text if len(text) <= _LIMIT or len(reasons) == 1 else f"{reasons[0]}; and {len(reasons) - 1} more"
