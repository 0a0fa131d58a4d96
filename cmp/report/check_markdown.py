"""Findings as Markdown for a comment or a job's summary: how many there are, and as many of them as it may hold."""

from cmp.model import Finding
from cmp.report.blocks import distinct
from cmp.report.check_text import judges, outcome
from cmp.report.checked import CheckReport
from cmp.report.review_markdown import MOST, cut, plain


def written(report: CheckReport) -> str:
    """Return the findings as Markdown, in a table."""
    titles = distinct((one.title, "" if one.made_by else one.file) for one in report.every)
    rows = [_row(app, finding) for app, one in zip(titles, report.every, strict=True) for finding in one.told]
    head = ["| application | severity | where | what goes wrong | fix |", "|---|---|---|---|---|"] if rows else []
    said = (f"### {plain(outcome(report))}", *map(plain, judges(report)), "\n".join([*head, *rows]))
    return cut("\n\n".join(filter(None, said)), MOST, "swell check") + "\n"


def _row(title: str, finding: Finding) -> str:
    told = (title, _where(finding), f"{finding.message} ({finding.check})", finding.fix)
    app, where, what, fix = map(plain, told)
    return f"| {app} | **{finding.severity}** | {where} | {what} | {fix} |"


def _where(finding: Finding) -> str:
    """Return the object that a finding is about, and the line of a file."""
    place = finding.position
    file = "" if not place else f"{place.file}:{place.line}" if place.line else place.file
    return " ".join(filter(None, (str(finding.ref or ""), file)))
