"""The plan of a sync as text: what it costs, then step by step what is applied, and what each step waits for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cmp.argo import names
from cmp.argo.classify import delete_policies, hook_types, own_hook_types, wave
from cmp.argo.health import gate
from cmp.argo.simulate import Plan, Step
from cmp.argo.tasks import Task
from cmp.model import Decision, Ref
from cmp.report.columns import aligned, named

_HEADINGS = ("wave", "object", "Swell", "goes on when", "because")
_LIMIT = 100  # characters of the objects in a row, before they are counted instead
Decisions = Mapping[Ref, Sequence[Decision]]


def text(plan: Plan, decisions: Sequence[Decision], *, app: str, namespace: str) -> str:
    """Return the plan for people; an application that needs no order gets one line."""
    by_ref: dict[Ref, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_ref[decision.ref].append(decision)
    tasks = [task for step in plan.steps for batch in step.batches for task in batch]
    objects = _count(len({task.ref for task in tasks}), "object")
    title = f"{app} → {namespace or '(no namespace)'}"
    if len(plan.steps) < 2 and not plan.on_failure and not by_ref and not any(task.hook for task in tasks):  # noqa: PLR2004
        return "\n".join([f"{title}   nothing to order: {objects} in one wave", *_never(plan)])
    rows = [
        row for index, step in enumerate(plan.steps) for row in _rows(step, by_ref, last=index == len(plan.steps) - 1)
    ]
    changed = f", {len(by_ref)} changed" if by_ref else ""
    heading = f"{title}   {_cost(plan)}   {objects}{changed}"
    return "\n".join([heading, "", *aligned([_HEADINGS, *rows], right=0), *_notes(plan, tasks)])


def _rows(step: Step, decisions: Decisions, *, last: bool) -> list[tuple[str, ...]]:
    """Return a row for each object that Swell changed, one for each kind with a health of its own, one for the rest."""
    until = {gate.ref: gate.until for gate in step.gates}
    groups: dict[object, list[Task]] = {}
    rest = 0
    for batch in step.batches:
        for task in batch:
            if task.ref in decisions or task.hook:
                groups[task.ref] = [task]
            elif task.ref in until or (task.manifest and gate(task.manifest)):
                groups.setdefault((task.ref.group, task.ref.kind), []).append(task)
            else:
                rest += 1
    at_once = "the sync ends" if last and not until else "at once"
    rows = [_row(members, decisions, until.get(members[0].ref, at_once)) for members in groups.values()]
    if rest:
        rows.append(("", f"and {rest} more" if rows else _count(rest, "object"), "-", at_once, ""))
    label = str(step.wave) if step.phase == "Sync" else f"{step.phase} {step.wave}"
    return [(label if index == 0 else "", *row[1:]) for index, row in enumerate(rows)]


def _row(members: list[Task], decisions: Decisions, until: str) -> tuple[str, ...]:
    refs = [task.ref for task in members]
    shown = named(refs)
    made = decisions.get(refs[0], ())
    because = "; ".join(dict.fromkeys(decision.why for decision in sorted(made, key=lambda one: one.key != names.HOOK)))
    return (
        "",
        shown if len(shown) <= _LIMIT else f"{len(refs)} of kind {refs[0].kind}",
        _done(members[0], made),
        until,
        because,
    )


def _done(task: Task, made: Sequence[Decision]) -> str:
    """Return what Swell did to an object, in a word or two; what a hook was already is told in brackets."""
    keys = {decision.key for decision in made if decision.value is not None}
    annotations = task.manifest.head.annotations if task.manifest else {}
    if names.HOOK in keys:
        return f"{','.join(own_hook_types(annotations))} hook"
    if names.SYNC_WAVE in keys:
        return "wave"
    if made:
        return "options" if names.SYNC_OPTIONS in keys else "metadata"
    return f"({','.join(hook_types(annotations))} hook)" if task.hook else "-"


def _cost(plan: Plan) -> str:
    jobs = len({gate.ref for step in plan.steps for gate in step.gates if gate.ref.kind == "Job"})
    waits = " and ".join(filter(None, [f"{plan.delay} s" if plan.delay else "", _count(jobs, "Job") if jobs else ""]))
    return _count(len(plan.steps), "wave") + (f", at least {waits}" if waits else "")


def _notes(plan: Plan, tasks: Sequence[Task]) -> list[str]:
    again = [
        task.ref
        for task in tasks
        if task.hook and task.ref.kind == "Job" and task.manifest
        and names.BEFORE_HOOK_CREATION in delete_policies(task.manifest.head.annotations)
    ]  # fmt: skip
    notes = [f"Each later sync deletes and runs the {_count(len(again), 'Job')} again."] if again else []
    notes += [
        f"Only if the sync fails: {task.ref} (wave {_wave(task)}, which Argo CD ignores here)"
        for task in plan.on_failure
    ]
    return ["", *notes, *_never(plan)] if notes or plan.never else []


def _never(plan: Plan) -> list[str]:
    return [f"Never applied by a sync: {ref}" for ref in plan.never]


def _wave(task: Task) -> int:
    return wave(task.manifest.head.annotations) if task.manifest else task.wave


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
