"""The plan of a sync as text: what it costs, then step by step what is applied, and what each step waits for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cmp.argo import names
from cmp.argo.classify import delete_policies, hook_types, own_hook_types
from cmp.argo.health import gate
from cmp.argo.simulate import Plan, Step
from cmp.argo.tasks import Task
from cmp.model import Arranged, Ref
from cmp.report.columns import aligned, named

_HEADINGS = ("wave", "object", "Swell", "goes on when", "because")
_LIMIT = 100  # characters of the objects in a row, before they are counted instead
_PATCH = "patch"
_Row = tuple[str, ...]
_Changes = Mapping[Ref, Mapping[str, str]]  # what was written to an object, or "patch", and why


def text(plan: Plan, arranged: Arranged, *, title: str) -> str:
    """Return the plan for people; an application that needs no order gets one line."""
    tasks = [task for step in plan.steps for batch in step.batches for task in batch]
    objects = _count(len({task.ref for task in tasks} | set(plan.never)), "object")
    changes = _changes(arranged)
    notes = [*_notes(plan, tasks), *_exceptions(arranged, plan)]
    if len(plan.steps) < 2 and not plan.on_failure and not changes and not any(task.hook for task in tasks):  # noqa: PLR2004
        return "\n".join([f"{title}   nothing to order: {objects} in one wave", *notes])
    steps = [_rows(step, changes, last=step is plan.steps[-1]) for step in plan.steps]
    changed = f", {len(changes)} changed" if changes else ""
    heading = f"{title}   {_cost(plan)}   {objects}{changed}"
    table = aligned([_HEADINGS, *(row for rows in steps for row in rows)], right=0)
    return "\n".join([heading, "", *table, *([""] if notes else []), *notes])


def _changes(arranged: Arranged) -> _Changes:
    changes: dict[Ref, dict[str, str]] = defaultdict(dict)
    for ref, who in arranged.patched:
        changes[ref][_PATCH] = who
    for decision in arranged.decisions:
        changes[decision.ref][decision.key] = decision.why
    return changes


def _rows(step: Step, changes: _Changes, *, last: bool) -> list[_Row]:
    """Return a row for each object that Swell changed, one for each kind with a health of its own, one for the rest."""
    until = {gate.ref: gate.until for gate in step.gates}
    groups: dict[object, list[Task]] = {}
    rest = 0
    for task in (task for batch in step.batches for task in batch):
        if task.ref in changes or task.hook:
            groups[task.ref] = [task]
        elif task.ref in until or (task.manifest and gate(task.manifest)):
            groups.setdefault((task.ref.group, task.ref.kind), []).append(task)
        else:
            rest += 1
    at_once = "nothing waits" if last and not until else "at once"
    rows = [_row(members, changes, until.get(members[0].ref, at_once)) for members in groups.values()]
    if rest:
        rows.append((f"and {rest} more" if rows else _count(rest, "object"), "-", at_once, ""))
    label = str(step.wave) if step.phase == "Sync" else f"{step.phase} {step.wave}"
    return [(label if index == 0 else "", *row) for index, row in enumerate(rows)]


def _row(members: list[Task], changes: _Changes, until: str) -> _Row:
    refs = [task.ref for task in members]
    shown = named(refs)
    made = changes.get(refs[0], {})
    whys = [made[key] for key in sorted(made, key=lambda key: key != names.HOOK)]
    because = "; ".join(dict.fromkeys(whys)) or _authors(members[0])
    short = shown if len(shown) <= _LIMIT else f"{len(refs)} of kind {refs[0].kind}"
    return short, _done(members[0], made), until, because


def _done(task: Task, made: Mapping[str, str]) -> str:
    """Return what Swell did to an object, in a word or two; what a hook was already is told in brackets."""
    annotations = task.manifest.head.annotations if task.manifest else {}
    if names.HOOK in made:
        order = f"{','.join(own_hook_types(annotations))} hook"
    elif names.SYNC_WAVE in made:
        order = "wave"
    elif names.SYNC_OPTIONS in made:
        order = "options"
    else:
        order = "metadata" if made.keys() - {_PATCH} else ""
    words = [
        _PATCH if _PATCH in made else "",
        order,
        f"({','.join(hook_types(annotations))} hook)" if task.hook and names.HOOK not in made else "",
    ]
    return " ".join(filter(None, words)) or "-"


def _authors(task: Task) -> str:
    """Return what made a hook of an object that Swell left alone."""
    annotations = task.manifest.head.annotations if task.manifest else {}
    return f"the chart's {names.HOOK if own_hook_types(annotations) else names.HELM_HOOK}" if task.hook else ""


def _cost(plan: Plan) -> str:
    jobs = len({gate.ref for step in plan.steps for gate in step.gates if gate.ref.kind == "Job"})
    waits = " and ".join(filter(None, [f"{plan.delay} s" if plan.delay else "", _count(jobs, "Job") if jobs else ""]))
    return _count(len(plan.steps), "wave") + (f", at least {waits}" if waits else "")


def _notes(plan: Plan, tasks: Sequence[Task]) -> Iterator[str]:
    again = {task.ref for task in tasks if task.ref.kind == "Job" and task.hook and _made_anew(task)}
    if again:
        yield f"Each later sync deletes and runs the {_count(len(again), 'Job') if len(again) > 1 else 'Job'} again."
    yield from (f"Only if the sync fails: {task.ref}" for task in plan.on_failure)


def _made_anew(task: Task) -> bool:
    manifest = task.manifest
    return manifest is not None and names.BEFORE_HOOK_CREATION in delete_policies(manifest.head.annotations)


def _exceptions(arranged: Arranged, plan: Plan) -> Iterator[str]:
    annotations = {manifest.ref: manifest.head.annotations for manifest in arranged.manifests}
    for ref in plan.never:
        key = names.HOOK if names.HOOK in annotations[ref] else names.HELM_HOOK
        yield f"Never applied by a sync: {ref} ({key}: {annotations[ref].get(key, '')})"
    yield from (f"Left out: {ref} ({who})" for ref, who in arranged.dropped)
    yield from (
        f"As the chart's author has it: {ref} is {what}; `override: true` would win" for ref, what in arranged.overruled
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
