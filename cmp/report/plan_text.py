"""The plan of a sync as text: the verdict, then each wave with the objects it applies and what it waits for."""

from collections.abc import Iterator

from cmp.argocd.annotations import BEFORE_HOOK_CREATION, HELM_HOOK, HOOK
from cmp.argocd.exclusions import EXCLUSION, excluded
from cmp.argocd.hooks import delete_policies
from cmp.argocd.kinds import LONG_LIVED, survives
from cmp.argocd.tasks import Task
from cmp.model import Manifest, Ref, Severity
from cmp.report.findings import counted
from cmp.report.health_notes import footnotes
from cmp.report.names import listed, said
from cmp.report.plan_rows import legend, rows
from cmp.report.since import notes as since_notes
from cmp.report.since import summary
from cmp.report.sync import SyncReport
from cmp.report.table import aligned
from cmp.report.verdict import FINISHES, UNCLEAR, cost, extent, headline, objects, told, verdict
from cmp.report.wrap import advised, wrapped
from cmp.text import among, count, printable
from cmp.transform.result import Arranged

_BREAK = ("", "")  # between two reasons why a sync hangs


def written(report: SyncReport, *, every: bool = False) -> str:
    """Return the plan as text; an application that needs no order gets one line, unless `every` object has one."""
    notes = [line for note in (*remarks(report), *_to_know(report), report.judged) for line in wrapped(note)]
    if not (report.ordered or every):
        return printable("\n".join([*_heading(report), *notes]))
    marks, signed = footnotes(report)
    table = rows(report, marks, every=every)
    below = [line for one in (*signed, legend(table)) if one for line in wrapped(one)]
    blocks = [[*_heading(report)], aligned(table, right=0), [*below, *notes]]
    return printable("\n\n".join("\n".join(block) for block in blocks if block))


def brief(report: SyncReport) -> str:
    """Return the verdict alone: one line of a sync that can finish, else with the reasons and the fix."""
    return printable("\n".join(_heading(report)))


def _heading(report: SyncReport) -> Iterator[str]:
    yield from wrapped(f"{report.title}   {outcome(report)}")
    yield from reasons(report)


def outcome(report: SyncReport) -> str:
    """Return the verdict on a sync, and what it costs where it ends."""
    if not report.ordered:
        return f"nothing to order: {objects(report)} in one wave"
    if (found := verdict(report)) in (FINISHES, UNCLEAR):
        return "   ".join([found, cost(report), extent(report)])
    return headline(report)


def reasons(report: SyncReport) -> Iterator[str]:
    """Yield the lines below the verdict: what a sync comes after, and why it does not end."""
    if report.ordered and report.since:
        yield from wrapped(summary(report))
    if not report.ordered or verdict(report) == FINISHES:
        return
    lines = [line for chain in told(report) for line in (*chain, _BREAK)]
    yield from aligned(lines[:-1], indent="  ")
    yield from advised(report.fix, "  ")


def remarks(report: SyncReport) -> Iterator[str]:
    """Yield remarks: on later syncs, on failures, and on objects that a sync leaves out."""
    volatile = {task.ref for task in report.plan.tasks if task.hook and _made_anew(task)}
    again = {ref for ref in volatile if ref.kind == "Job"}
    yield from since_notes(report)
    if again:
        yield f"Each later sync deletes and runs the {count(len(again), 'Job') if len(again) > 1 else 'Job'} again."
    yield from (_each_later(ref, report) for ref in sorted(volatile) if survives(ref.group, ref.kind))
    yield from (f"Only if the sync fails: {task.ref}" for task in report.plan.on_failure)
    yield from _exceptions(report.arranged, report)
    yield from (f"Not hashed: {told}" for told in unhashed(report.arranged))
    yield from _proposals(report.arranged)
    yield from not_inferred(report)
    if report.undone and not report.stalls:
        yield f"With Swell {count(len(report.undone), 'object')} would change: {listed(report.undone)}"
    if report.others:
        yield f"Not judged here: the Application's other sources, {among(report.others)}."


def _to_know(report: SyncReport) -> Iterator[str]:
    """Yield a sentence that leads to the findings, if one of them is more than info."""
    if any(finding.severity is not Severity.INFO for finding in report.findings):
        yield f"More to know: {counted(report.findings)}. Say check in place of plan."


def not_inferred(report: SyncReport) -> Iterator[str]:
    """Yield a sentence where no order is inferred, with the objects that would hang in it."""
    if report.hanging:
        names = listed(report.hanging)
        yield f"No order is inferred: {names} would hang in it, and what came behind would never be applied."


def _each_later(ref: Ref, report: SyncReport) -> str:
    """Return what later syncs do to a hook that should last: a volume claim in use can't be deleted."""
    users = [edge.after for edge in report.serves.get(ref, ()) if edge.after.group_kind in LONG_LIVED]
    if ref.kind == "PersistentVolumeClaim" and users:
        return f"The second sync waits without end for the deletion of {ref}, which {users[0]} mounts."
    return f"Each later sync deletes {ref}, and makes it anew."


def _made_anew(task: Task) -> bool:
    manifest = task.manifest
    return manifest is not None and BEFORE_HOOK_CREATION in delete_policies(manifest.head.annotations)


def _exceptions(arranged: Arranged, report: SyncReport) -> Iterator[str]:
    manifests = arranged.objects.by_ref
    yield from (f"Never applied by a sync: {ref} ({_never(manifests[ref])})" for ref in report.plan.never)
    yield from (f"Left out: {ref} ({who})" for ref, who in arranged.dropped)
    yield from (
        f"As the chart's author has it: {ref} is {what}; `override: true` would win" for ref, what in arranged.overruled
    )


def _never(manifest: Manifest) -> str:
    """Return the reason why an object is never applied."""
    if excluded(manifest.ref):
        return EXCLUSION
    annotations = manifest.head.annotations
    key = HOOK if HOOK in annotations else HELM_HOOK
    return f"{key}: {annotations.get(key, '')}"


def unhashed(arranged: Arranged, ref: Ref | None = None) -> list[str]:
    """Return the configuration that no hash includes, for all objects or for one, each with the reason."""
    concerned = [one for one in arranged.unhashed if ref in (None, one.ref, one.reader)]
    return list(dict.fromkeys(f"{one.ref}, {one.why}" for one in concerned))


def _proposals(arranged: Arranged) -> Iterator[str]:
    """Yield the changes that Swell would make, and the needs that it could not satisfy."""
    for decision in arranged.suggested:
        yield f"Suggested: {decision.ref} {decision.key}: {decision.value or 'removed'} ({decision.why})"
    yield from (
        f"Not kept, since a cycle or a given wave stands against it: {edge.after} {said(edge)}"
        for edge in arranged.left_out
    )
