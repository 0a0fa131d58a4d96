"""A sync that comes after another one, in words: what is new to it, what it prunes, and what it leaves."""

from collections import Counter
from collections.abc import Iterator

from cmp.argocd.exclusions import applied
from cmp.argocd.generations import takes_old_for_new
from cmp.argocd.hooks import Role, phases, role, wave
from cmp.argocd.plan import Plan, Step
from cmp.argocd.prune import Prune
from cmp.argocd.tasks import Task
from cmp.model import Ref
from cmp.report.names import listed
from cmp.report.sync import SyncReport
from cmp.text import among, count, pasted

PRUNED, STAYS = "pruned", "stays"
_OWN = "Prune=false"
_ORDER = ("new", "changed", "unchanged", "runs", "runs again", "has run", PRUNED, STAYS)


def state(task: Task, step: Step) -> str:
    """Return what a task does to its object, in a word or two: `changed`, or `runs again` of a hook."""
    if not task.hook:
        return "new" if not task.live else "unchanged" if task.unchanged else "changed"
    if task.ref in step.deletes:
        return "runs again"
    return "runs" if not task.live else "has run" if task.unchanged else "changed"


def was(task: Task, plan: Plan) -> str:
    """Return what an object was to the sync before, where it is another thing now: of another wave, or no hook."""
    before = plan.live.objects.get(task.ref)
    if not before or not task.manifest:
        return ""
    old, new = before.head.annotations, task.manifest.head.annotations
    if phases(old) != phases(new) or role(old) is not role(new):
        return f"was a {' and '.join(phases(old))} hook" if role(old) is Role.HOOK else "was no hook"
    return f"was in wave {wave(old)}" if wave(old) != wave(new) else ""


def fate(one: Prune) -> str:
    """Return what becomes of an object that is not rendered any more."""
    return STAYS if one.kept else PRUNED


def summary(report: SyncReport) -> str:
    """Return how many objects there are of each sort, with what the sync comes after; "" for the first one."""
    if not report.since:
        return ""
    states = {task.ref: state(task, step) for step in report.plan.steps for task in step.tasks}
    found = Counter(states.values()) + Counter(fate(one) for _, one in report.plan.pruned.values())
    told = among([f"{found[word]} {word}" for word in _ORDER if found[word]], joint="and")
    return f"after a sync of {report.since.name}: {told or 'nothing to apply'}"


def left_out(report: SyncReport) -> tuple[tuple[Ref, ...], tuple[Ref, ...]]:
    """Return the hooks that this sync does not run, and the objects that it leaves out since they do not differ."""
    missing = [
        one for one in report.arranged.objects.by_ref.values() if applied(one) and one.ref not in report.plan.first
    ]
    later = {task.ref for task in report.plan.on_failure}
    hooks = tuple(one.ref for one in missing if role(one.head.annotations) is Role.HOOK and one.ref not in later)
    return hooks, tuple(one.ref for one in missing if role(one.head.annotations) is Role.RESOURCE)


def unawaited_changes(report: SyncReport) -> Iterator[Ref]:
    """Yield the changed objects behind which a sync goes on before their controllers have come to them."""
    for step in report.plan.steps[:-1]:
        for task in step.tasks:
            if state(task, step) == "changed" and takes_old_for_new(*task.ref.group_kind, report.plan.version):
                yield task.ref


def notes(report: SyncReport) -> Iterator[str]:
    """Yield remarks on what a sync leaves: objects that it does not prune, with the command, and hooks that miss it."""
    if not report.since:
        return
    if early := list(unawaited_changes(report)):
        yield (
            f"Not awaited: {listed(early)}. After a change Argo CD goes by the old status until the controller renews "
            "it, so that later waves may start before."
        )
    kept = [one for _, one in report.plan.pruned.values() if one.kept]
    if stays := [one.ref for one in kept if one.kept != _OWN]:
        command = f"argocd app sync {pasted(report.app or 'APP')} --prune"
        yield f"Not rendered any more, and not pruned: {listed(stays)}.  {command}"
    if own := [one.ref for one in kept if one.kept == _OWN]:
        yield f"Not rendered any more, and kept by Prune=false: {listed(own)}"
    hooks, alike = left_out(report)
    if hooks:
        yield (
            f"Not run by this sync: {listed(hooks)}. It was an ordinary object, and Argo CD counts the pruning of that "
            "as the run of the hook; the next sync runs it."
        )
    if alike:
        yield f"Left out, since nothing of it differs (ApplyOutOfSyncOnly=true): {count(len(alike), 'object')}"
