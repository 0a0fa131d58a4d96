"""The report on a sync that comes after another one: from what a revision put there to what is rendered now."""

from collections.abc import Mapping
from typing import Any

from cmp.argocd.live import Live, left
from cmp.argocd.plan import Plan, Step
from cmp.model import Finding, Severity
from cmp.render.pipeline import Build
from cmp.render.sync_report import sync_report
from cmp.report.sync import Since, SyncReport
from cmp.request.model import AppRequest
from cmp.review.dangers.refused import refused_of
from cmp.review.dangers.transition_rules import schemas
from cmp.review.model import Danger

_SERVER_SIDE = "ServerSideApply=true"


def second_sync(built: Build, before: Build, *, name: str, request: AppRequest) -> SyncReport:
    """Return the report on the sync of a build, once that of an earlier one has succeeded.

    Args:
        built: what is rendered now.
        before: what the revision renders.
        name: the revision's name for people.
        request: whose Application says whether a sync prunes, and by which options.
    """
    options = request.sync_options or ()
    there = left(before.arranged.objects)
    live = Live(objects=there, prunes=request.prunes is True, options=options, again=True)
    report = sync_report(built, untouched=False, live=live)
    known = {**schemas(there), **schemas(built.arranged.objects.by_ref)}
    number, refused = _refused(report.plan, server_side=_SERVER_SIDE in options, known=known)
    since = Since(name=name, prunes=request.prunes, refused=())
    stalled = report.plan.steps.index(report.stalls[0].step) if report.stalls else len(report.plan.steps)
    if refused and number <= stalled:
        fix = "; ".join(dict.fromkeys(one.fix for one in refused))
        return report.replace(since=since.replace(refused=refused), stalls=(), fix=fix)
    return report.replace(since=since)


def _refused(plan: Plan, *, server_side: bool, known: Mapping[tuple[str, str], Any]) -> tuple[int, tuple[Finding, ...]]:
    """Return the index of the first step in which the API server refuses objects, and what it says of these."""
    for number, step in enumerate(plan.steps):
        dangers = (refused_of(task, server_side=server_side, known=known) for task in step.tasks)
        if grave := [_failing(one, step) for one in dangers if one and one.severity is Severity.ERROR]:
            return number, tuple(grave)
    return len(plan.steps), ()


def _failing(danger: Danger, step: Step) -> Finding:
    message = f"{danger.message} ({step.name})"
    return Finding(severity=danger.severity, ref=danger.ref, message=message, fix=danger.fix, fails=True)
