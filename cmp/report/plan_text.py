"""The plan of a sync as text: the verdict, then step by step what is applied, and what each step waits for."""

from collections.abc import Iterator

from cmp.argocd.annotations import BEFORE_HOOK_CREATION, HELM_HOOK, HOOK
from cmp.argocd.exclusions import EXCLUSION, excluded
from cmp.argocd.hooks import delete_policies
from cmp.argocd.kinds import survives
from cmp.argocd.tasks import Task
from cmp.model import Manifest, Ref, Severity
from cmp.report.escape import printable
from cmp.report.findings import counted
from cmp.report.health_notes import footnotes
from cmp.report.names import listed
from cmp.report.plan_rows import HEADINGS, rows
from cmp.report.reasons import said
from cmp.report.sync import Account
from cmp.report.table import aligned, count
from cmp.report.verdict import FINISHES, cost, extent, headline, objects, told, verdict
from cmp.transform.result import Arranged

_BREAK = ("", "")  # between two reasons why a sync hangs


def text(account: Account) -> str:
    """Return the plan for people; an application that needs no order gets one line."""
    notes = list(remarks(account))
    if not account.ordered:
        return printable("\n".join([f"{account.title}   nothing to order: {objects(account)} in one wave", *notes]))
    marks, signed = footnotes(account)
    table = aligned([HEADINGS, *rows(account, marks)], right=0)
    blocks = [[*_heading(account)], table, [*signed, *notes]]
    return printable("\n\n".join("\n".join(block) for block in blocks if block))


def _heading(account: Account) -> Iterator[str]:
    if verdict(account) is FINISHES:
        yield f"{account.title}   {FINISHES}   {cost(account)}   {extent(account)}"
        return
    yield f"{account.title}   {headline(account)}"
    lines = [line for chain in told(account) for line in (*chain, _BREAK)]
    yield from (f"  {line}".rstrip() for line in aligned(lines[:-1]))
    yield f"  cure: {account.cure}"


def remarks(account: Account) -> Iterator[str]:
    """Yield what else there is to know: of later syncs, of failures, and of what a sync leaves out."""
    anew = {task.ref for task in account.tasks if task.hook and _made_anew(task)}
    again = {ref for ref in anew if ref.kind == "Job"}
    if again:
        yield f"Each later sync deletes and runs the {count(len(again), 'Job') if len(again) > 1 else 'Job'} again."
    yield from (
        f"Each later sync deletes {ref}, and makes it anew." for ref in sorted(anew) if survives(ref.group, ref.kind)
    )
    yield from (f"Only if the sync fails: {task.ref}" for task in account.plan.on_failure)
    yield from _exceptions(account.arranged, account)
    yield from (f"Not hashed: {told}" for told in unhashed(account.arranged))
    yield from _proposals(account.arranged)
    if account.undone and not account.stalls:
        yield f"With Swell {count(len(account.undone), 'object')} would change: {listed(account.undone)}"
    if any(finding.severity is not Severity.INFO for finding in account.findings):
        yield f"More to know: {counted(account.findings)}.  swell check"


def _made_anew(task: Task) -> bool:
    manifest = task.manifest
    return manifest is not None and BEFORE_HOOK_CREATION in delete_policies(manifest.head.annotations)


def _exceptions(arranged: Arranged, account: Account) -> Iterator[str]:
    manifests = {manifest.ref: manifest for manifest in arranged.manifests}
    yield from (f"Never applied by a sync: {ref} ({_never(manifests[ref])})" for ref in account.plan.never)
    yield from (f"Left out: {ref} ({who})" for ref, who in arranged.dropped)
    yield from (
        f"As the chart's author has it: {ref} is {what}; `override: true` would win" for ref, what in arranged.overruled
    )


def _never(manifest: Manifest) -> str:
    """Return what keeps an object from being applied."""
    if excluded(manifest.ref):
        return EXCLUSION
    annotations = manifest.head.annotations
    key = HOOK if HOOK in annotations else HELM_HOOK
    return f"{key}: {annotations.get(key, '')}"


def unhashed(arranged: Arranged, ref: Ref | None = None) -> list[str]:
    """Return what no hash can tell of, all of it or what an object reads or is; each once, and why."""
    concerned = [one for one in arranged.unhashed if ref in (None, one.ref, one.reader)]
    return list(dict.fromkeys(f"{one.ref}, {one.why}" for one in concerned))


def _proposals(arranged: Arranged) -> Iterator[str]:
    """Yield what Swell would have done, and which needs it could not keep."""
    for decision in arranged.suggested:
        yield f"Suggested: {decision.ref} {decision.key}: {decision.value or 'removed'} ({decision.why})"
    yield from (
        f"Not kept, since a circle or a given wave stands against it: {edge.after} {said(edge)}"
        for edge in arranged.left_out
    )
