"""Findings as text for people, the worst first."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cmp.argocd.judge import Judge
from cmp.model import Finding, Severity
from cmp.report.wrap import advised, wrapped
from cmp.text import count, printable

_HEADINGS = {
    Severity.FATAL: ("fatal error", "fatal errors"),
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("info", "info"),
}


def as_text(findings: Sequence[Finding], *, title: str, objects: int, judge: Judge | None) -> str:
    """Return the findings as text, sorted by severity, the worst first, below a line with their numbers.

    The last line says who judged, if `judge` is given.
    """
    lines = wrapped(summary(findings, title=title, objects=objects))
    for severity, members in _by_severity(findings):
        lines += ["", _HEADINGS[severity][len(members) != 1]]
        lines += [line for finding in members for line in _lines(finding)]
    if judge:
        lines += [*([""] if findings else []), *wrapped(judge.told(waves=False))]
    return printable("\n".join(lines))


def summary(findings: Sequence[Finding], *, title: str, objects: int) -> str:
    """Return a line with the numbers of findings and objects."""
    return printable(f"{title}   {counted(findings) or 'no findings'}   {count(objects, 'object')}")


def counted(findings: Sequence[Finding]) -> str:
    """Return the number of findings of each severity: `1 error, 2 warnings`."""
    groups = _by_severity(findings)
    return ", ".join(f"{len(members)} {_HEADINGS[severity][len(members) != 1]}" for severity, members in groups)


def _by_severity(findings: Sequence[Finding]) -> list[tuple[Severity, list[Finding]]]:
    return [(severity, list(members)) for severity, members in groupby(findings, key=lambda one: one.severity)]


def _lines(finding: Finding) -> Iterator[str]:
    who = f"{finding.ref}: " if finding.ref else ""
    yield from wrapped(f"{who}{finding.message} ({finding.check})", "  ", "  ")
    yield from advised(finding.fix, "    ")
