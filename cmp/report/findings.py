"""Printing findings: as text for people, as JSON for programs, and as annotations for GitHub."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from cmp.model import Finding, Severity
from cmp.text import count, printable, printable_json

SourceLine = Callable[[Finding], str]
"""The file that a finding is about, "" if none is known."""

_HEADINGS = {
    Severity.FATAL: ("fatal error", "fatal errors"),
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}
_COMMANDS = {Severity.FATAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_text(findings: Sequence[Finding], *, title: str, objects: int) -> str:
    """Return the findings as text, sorted by severity, the worst first, below a line with their numbers."""
    lines = [f"{title}   {counted(findings) or 'no findings'}   {count(objects, 'object')}"]
    for severity, members in _by_severity(findings):
        lines += ["", _HEADINGS[severity][len(members) != 1]]
        lines += [line for finding in members for line in _lines(finding)]
    return printable("\n".join(lines))


def counted(findings: Sequence[Finding]) -> str:
    """Return the number of findings of each severity: `1 error, 2 warnings`."""
    groups = _by_severity(findings)
    return ", ".join(f"{len(members)} {_HEADINGS[severity][len(members) != 1]}" for severity, members in groups)


def _by_severity(findings: Sequence[Finding]) -> list[tuple[Severity, list[Finding]]]:
    return [(severity, list(members)) for severity, members in groupby(findings, key=lambda one: one.severity)]


def _lines(finding: Finding) -> Iterator[str]:
    who = f"{finding.ref}: " if finding.ref else ""
    yield f"  {who}{finding.message} ({finding.check})"
    first, *more = finding.fix.split("\n")
    yield f"    fix: {first}"
    yield from (f"      {line}" for line in more)


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as JSON."""
    found = [
        {
            "check": finding.check,
            "severity": str(finding.severity),
            "object": str(finding.ref) if finding.ref else None,
            "message": finding.message,
            "fix": finding.fix,
        }
        for finding in findings
    ]
    return printable_json(json.dumps({"findings": found}, indent=2, ensure_ascii=False))


def as_github(findings: Sequence[Finding], place: SourceLine) -> str:
    """Return workflow commands by which GitHub shows the findings at their files."""
    return printable("\n".join(_command(finding, place(finding)) for finding in findings))


def _command(finding: Finding, file: str) -> str:
    properties = {"title": finding.check, "file": file}
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    who = f"{finding.ref}: " if finding.ref else ""
    return f"::{_COMMANDS[finding.severity]} {said}::{_escaped(f'{who}{finding.message}; fix: {finding.fix}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
