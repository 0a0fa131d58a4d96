"""The deletion of an application (`--delete`) as text and as JSON: its steps, what holds it up, and what stays.

{"app", "namespace", "verdict": "can-finish" | "unclear" | "would-hang", "argocd",
 "steps": [{"phase": "PreDelete" | "PostDelete" | null, "wave": null for hooks, "objects": []}],
 "held": [{"object", "step", "why", "fix", "sure"}], "cascades": null if no Application says it,
 "toConfirm": [], "ended": [], "notRun": [], "stays": [{"object", "why"}],
 "leaving": [{"object": an Application that goes while what it deploys stays, "why"}]}
"""

from collections.abc import Iterator
from typing import Any

from cmp.argocd.deletion import AFTER, Deletion, Takedown
from cmp.argocd.judge import Judge
from cmp.model import Ref
from cmp.order.deletion_stalls import Held
from cmp.report.names import labels, listed
from cmp.report.plan_json import as_json
from cmp.report.table import aligned
from cmp.report.verdict import FINISHES, HANGS, UNCLEAR
from cmp.report.wrap import advised, wrapped
from cmp.text import count, pasted, printable
from cmp.value import Value


class DeletionReport(Value):
    """A deletion: `title` names the application, `held` is what holds it up, `more` are others' objects that stay.

    `leaving` are Applications that go while what they deploy stays, each with the reason. `cascades` tells whether the
    Application's own finalizers take its objects down, None where it is unknown.
    """

    title: str
    app: str
    namespace: str
    deletion: Deletion
    held: tuple[Held, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    leaving: tuple[tuple[Ref, str], ...] = ()
    cascades: bool | None = None
    judge: Judge = Judge()

    @property
    def verdict(self) -> str:
        """Whether the deletion comes to its end."""
        if self.deletion.asked or any(one.sure for one in self.held):
            return HANGS
        return UNCLEAR if self.held else FINISHES

    @property
    def names(self) -> dict[Ref, str]:
        """The names of all objects."""
        refs = [ref for step in self.deletion.steps for ref in step.refs]
        return dict(
            labels([*refs, *(one.ref for one in self.deletion.stays), *self.deletion.skipped, *self.deletion.ended])
        )


def written(report: DeletionReport, form: str) -> str:
    """Return the report as `text` or `json`."""
    return as_json(_content(report)) if form == "json" else _text(report)


def brief(report: DeletionReport) -> str:
    """Return the verdict alone, in a line."""
    steps = report.deletion.steps
    size = sum(len(step.refs) for step in steps if not step.phase)
    head = f"{report.title}   deletion {report.verdict}   {count(len(steps), 'step')}   {count(size, 'object')}"
    return printable("\n".join(wrapped(head)))


def _text(report: DeletionReport) -> str:
    steps = report.deletion.steps
    blocks = [[brief(report), *_reasons(report)]]
    if steps:
        rows = [row for step in steps for row in _rows(step)]
        blocks.append(aligned([("step", "ends when", "objects"), *rows]))
    blocks += [list(_staying(report)), [line for one in _notes(report) for line in wrapped(one)]]
    return printable("\n\n".join("\n".join(block) for block in blocks if block))


def _reasons(report: DeletionReport) -> Iterator[str]:
    """Yield the lines on what holds the deletion up, each with its fix."""
    names = report.names
    for held in report.held:
        yield from aligned([(names[held.ref], f"{held.why} ({held.step.name})")], indent="  ")
        yield from advised(held.fix, "  ")
    if report.deletion.asked:
        asked = listed(report.deletion.asked)
        yield from aligned([(asked, "Delete=confirm: nothing is deleted until it is confirmed")], indent="  ")
        yield from advised(f"confirm it: argocd app confirm-deletion {pasted(report.app)}", "  ")


def _rows(step: Takedown) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a step, one a kind."""
    then = "each has run" if step.phase else "all are gone"
    kinds: dict[tuple[str, str], list[Ref]] = {}
    for ref in step.refs:
        kinds.setdefault(ref.group_kind, []).append(ref)
    for number, refs in enumerate(kinds.values()):
        yield (step.name if number == 0 else "", then if number == 0 else "", listed(refs))


def _staying(report: DeletionReport) -> list[str]:
    names = report.names
    rows = [*((names[one.ref], one.why) for one in report.deletion.stays), *report.more]
    return aligned([("stays", "since"), *rows]) if rows else []


def _notes(report: DeletionReport) -> Iterator[str]:
    if report.cascades is False:
        yield (
            "`argocd app delete` does this. `kubectl delete application` leaves all objects: the Application has no "
            "finalizer resources-finalizer.argocd.argoproj.io."
        )
    for why in dict.fromkeys(why for _, why in report.leaving):
        refs = [ref for ref, one in report.leaving if one == why]
        yield f"What {listed(refs)} {'deploys' if len(refs) == 1 else 'deploy'} stays in the cluster: {why}."
    if report.deletion.skipped:
        yield f"Not run, since the last sync has left it and it counts as having run: {listed(report.deletion.skipped)}"
    if report.deletion.ended:
        yield f"Deleted at the end, since it has succeeded (HookSucceeded): {listed(report.deletion.ended)}"
    if any(step.phase == AFTER for step in report.deletion.steps):
        yield f"Argo CD renders the application for its {AFTER} hooks: they run only where it still can."
    yield report.judge.told(waves=False)


def _content(report: DeletionReport) -> dict[str, Any]:
    names, deletion = report.names, report.deletion
    return {
        "app": report.app,
        "namespace": report.namespace,
        "verdict": report.verdict.lower().replace(" ", "-"),
        "argocd": report.judge.fields,
        "steps": [
            {"phase": step.phase or None, "wave": step.wave, "objects": [names[ref] for ref in step.refs]}
            for step in deletion.steps
        ],
        "held": [
            {"object": names[one.ref], "step": one.step.name, "why": one.why, "fix": one.fix, "sure": one.sure}
            for one in report.held
        ],
        "cascades": report.cascades,
        "toConfirm": [names[ref] for ref in deletion.asked],
        "ended": [names[ref] for ref in deletion.ended],
        "notRun": [names[ref] for ref in deletion.skipped],
        "stays": [
            *({"object": names[one.ref], "why": one.why} for one in deletion.stays),
            *({"object": what, "why": why} for what, why in report.more),
        ],
        "leaving": [{"object": names[ref], "why": why} for ref, why in report.leaving],
    }
