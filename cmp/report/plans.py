"""The plans of several applications: as text a line each, or as JSON the plan of each.

{"version": "swell.plans/v1", "exitCode",
 "applications": [{"application", "file", "madeBy": the ApplicationSet, or null, "plan", "exitCode",
                   "error": {"message", "fix"} | null}]}
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmp.errors import SwellError
from cmp.report.blocks import apart, distinct, no_answer
from cmp.report.plan_json import as_json
from cmp.report.plan_json import content as plan_content
from cmp.report.plan_text import outcome, reasons
from cmp.report.sync import SyncReport
from cmp.report.verdict import verdict
from cmp.report.wrap import wrapped
from cmp.text import count, printable
from cmp.value import Value

_VERSION = "swell.plans/v1"
"""Of the shape of the JSON; a field that goes, or means something else, makes it a new one."""
FORMS = ("text", "json")


class Planned(Value):
    """An application: its verdict, what is told of its sync, and its exit code; or the `problem` instead.

    As text that is the `outcome` behind its `title`, and the lines with the reasons below it. `file` is that of its
    Application, and `made_by` the ApplicationSet there that makes it; both may be "".
    """

    app: str
    verdict: str = ""
    title: str = ""
    outcome: str = ""
    reasons: tuple[str, ...] = ()
    content: Mapping[str, Any] = {}
    status: int = 0
    problem: SwellError | None = None
    file: str = ""
    made_by: str = ""

    @classmethod
    def of(cls, report: SyncReport, form: str, status: int) -> "Planned":
        """Return the plan in a report, in the form that is asked for."""
        if form != "text":
            return cls(app=report.app, verdict=verdict(report), status=status, content=plan_content(report))
        below = tuple(reasons(report))
        return cls(
            app=report.app, verdict=verdict(report), status=status, title=report.title, outcome=outcome(report),
            reasons=below,
        )  # fmt: skip

    @classmethod
    def failed(cls, app: str, problem: SwellError) -> "Planned":
        """Return what stands for an application that gave no answer."""
        return cls(app=app, problem=problem, status=problem.exit_code)


def written(plans: Sequence[Planned], form: str) -> str:
    """Return the plans as text or JSON."""
    return as_json(_document(plans)) if form == "json" else _text(plans)


def _text(plans: Sequence[Planned]) -> str:
    names = [(plan, plan.title or plan.app) for plan in plans]
    whole = [f"{plan.file}: {plan.made_by} -> {name}" if plan.made_by else name for plan, name in names]
    titles = distinct(zip(whole, ("" if plan.made_by else plan.file for plan in plans), strict=True))
    blocks = [
        no_answer(title, plan.problem)
        if plan.problem
        else "\n".join([*wrapped(printable(f"{title}   {plan.outcome}")), *map(printable, plan.reasons)])
        for plan, title in zip(plans, titles, strict=True)
    ]
    return f"{apart(blocks)}\n\n{counted(plans)}"


def counted(plans: Sequence[Planned]) -> str:
    """Return how many applications there are, and how many have each verdict."""
    return "\n".join(wrapped(", ".join(_counts(plans))))


def _counts(plans: Sequence[Planned]) -> Iterator[str]:
    yield count(len(plans), "application")
    for word, number in Counter(plan.problem.answer if plan.problem else plan.verdict for plan in plans).items():
        yield f"{number} {word}"


def _document(plans: Sequence[Planned]) -> dict[str, Any]:
    return {
        "version": _VERSION,
        "applications": [
            {
                "application": plan.app,
                "file": plan.file or None,
                "madeBy": plan.made_by or None,
                "plan": plan.content or None,
                "error": {"message": str(plan.problem), "fix": plan.problem.fix} if plan.problem else None,
                "exitCode": plan.status,
            }
            for plan in plans
        ],
        "exitCode": max((plan.status for plan in plans), default=0),
    }
