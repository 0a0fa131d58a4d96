"""Everything known about one object, as text: where it runs and why, its needs, and the objects that wait for it."""

from collections.abc import Iterator, Mapping

from cmp.argocd.annotations import CONFIG_HASH, HELM_HOOK, HELM_HOOK_WEIGHT, HOOK, SYNC_WAVE
from cmp.argocd.exclusions import EXCLUSION, excluded
from cmp.argocd.gates import gate
from cmp.argocd.hooks import hook_types, own_hook_types, phases, wave
from cmp.argocd.tasks import Task
from cmp.model import Edge, Ref
from cmp.report.changes import PATCH
from cmp.report.names import labels
from cmp.report.plan_text import unhashed
from cmp.report.sync import SyncReport
from cmp.report.table import aligned
from cmp.report.verdict import told, verdict
from cmp.report.wrap import wrapped
from cmp.text import article, printable

_ORDER = (HOOK, HELM_HOOK, SYNC_WAVE, HELM_HOOK_WEIGHT)
_LATER = "nothing waits for it: after the last wave the sync ends"


def text(report: SyncReport, ref: Ref) -> str:
    """Return everything known about an object, in sections of aligned lines."""
    known = labels(report.refs)
    sections = [
        ("decided by", list(decided(report, ref))),
        ("waits", list(waits(report, ref))),
        ("needs", _edges(report.needs.get(ref, ()), known, before=True)),
        ("needed by", _edges(report.serves.get(ref, ()), known, before=False)),
        (verdict(report), list(_stalls(report, ref))),
    ]
    lines = wrapped(f"{known[ref]}   {'; '.join(places(report, ref))}")
    for heading, rows in sections:
        if rows:
            lines += [f"  {heading}", *aligned(rows, indent="    ")]
    return printable("\n".join(lines))


def places(report: SyncReport, ref: Ref) -> Iterator[str]:
    """Yield the places where an object runs, one for each of its phases, with the wave's number in the phase."""
    for step in report.plan.steps:
        waves = [one for one in report.plan.steps if one.phase == step.phase]
        place = f" ({waves.index(step) + 1} of {len(waves)})" if len(waves) > 1 else ""
        for task in step.tasks:
            if task.ref == ref:
                yield f"{step.name}{place}{', a hook' if task.hook else ''}"
    if any(task.ref == ref for task in report.plan.on_failure):
        yield "only if the sync fails"
    if ref in report.plan.never:
        yield "never applied by a sync"


def decided(report: SyncReport, ref: Ref) -> Iterator[tuple[str, ...]]:
    """Yield the origins of an object's place: Swell's reasons, then the chart's annotations, else Argo CD's default."""
    own = [decision for decision in report.arranged.decisions if decision.ref == ref]
    yield from ((f"{one.key}: {one.value or 'removed'}", one.why) for one in own)
    yield from ((f"{CONFIG_HASH}: {one.value}", one.why) for one in report.arranged.hashes if one.ref == ref)
    yield from (("not hashed", told) for told in unhashed(report.arranged, ref))
    yield from ((PATCH, who) for other, who in report.arranged.patched if other == ref)
    yield from (("in vain", what) for other, what in report.arranged.overruled if other == ref)
    manifest = next((manifest for manifest in report.arranged.manifests if manifest.ref == ref), None)
    annotations = manifest.head.annotations if manifest else {}
    written = {decision.key for decision in own}
    left = [key for key in _ORDER if key in annotations and key not in written]
    yield from ((f"{key}: {annotations[key]}", _meaning(key, annotations)) for key in left)
    if not manifest:
        yield "Argo CD", "it makes the namespace by itself"
    elif excluded(ref):
        yield "Argo CD", EXCLUSION
    elif not own and not left:
        yield "Argo CD", "an ordinary object runs in Sync, wave 0"
    turn = report.plan.first.get(ref)
    if manifest and turn and not (task := turn.task).hook and (task.phase, task.wave) != ("Sync", wave(annotations)):
        yield "Argo CD", "it pulls what others depend on forward to the first of them"


def _meaning(key: str, annotations: Mapping[str, str]) -> str:
    """Return the tool that defines an annotation, and Argo CD's meaning of one of Helm's."""
    if key == HELM_HOOK and not own_hook_types(annotations):
        types = ", ".join(phases(annotations) or hook_types(annotations))
        return f"the chart's author; Argo CD reads it as {types}" if types else "the chart's author"
    if key == HELM_HOOK_WEIGHT and SYNC_WAVE not in annotations:
        return "the chart's author; Argo CD reads it as the wave"
    return "the chart's author"


def waits(report: SyncReport, ref: Ref) -> Iterator[tuple[str, ...]]:
    """Yield what Argo CD waits for at each of the object's steps."""
    turn = report.plan.first.get(ref)
    if turn is None:
        return
    gates = [(step, gate.until) for step in report.plan.steps for gate in step.gates if gate.ref == ref]
    yield from ((step.name, f"goes on when {until}") for step, until in gates)
    if not gates:
        step = report.plan.step(ref)
        yield step.name, _at_once(turn.task, report.plan.version, last=step is report.plan.steps[-1])


def _at_once(task: Task, version: str, *, last: bool) -> str:
    judged = task.manifest is not None and gate(task.manifest, version) is not None
    if last or judged:
        return _LATER
    return f"goes on at once: Argo CD has nothing to wait for at {article(task.ref.kind)}"


def _edges(edges: tuple[Edge, ...], known: Mapping[Ref, str], *, before: bool) -> list[tuple[str, ...]]:
    """Return a row for each reason of each edge; the other object's name is in its first row only."""
    rows: list[tuple[str, ...]] = []
    for edge in edges:
        other = edge.before if before else edge.after
        heads = (known.get(other, str(other)), edge.need, edge.strength)
        rows += [(*(heads if not number else ("", "", "")), why) for number, why in enumerate(edge.whys or ("",))]
    return rows


def _stalls(report: SyncReport, ref: Ref) -> Iterator[tuple[str, ...]]:
    """Yield the lines of the stalls that an object is part of."""
    concerned = [s for s in report.stalls if ref == s.ref or any(ref in (e.before, e.after) for e in s.chain)]
    if concerned:
        yield from (row for chain in told(report.replace(stalls=tuple(concerned))) for row in chain)
        yield "fix:", report.fix
