"""Printing findings: as text for people, as JSON for programs, and as annotations for GitHub."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from cmp.model import Finding, Position, Severity
from cmp.text import count, printable, printable_json

Positions = Callable[[Finding], Position]
"""Where a finding is to be shown."""

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


def as_json(findings: Sequence[Finding], positions: Positions) -> str:
    """Return the findings as JSON; of `file`, `line` and `column` null is what is unknown."""
    found = [
        {
            "check": finding.check,
            "severity": str(finding.severity),
            "object": str(finding.ref) if finding.ref else None,
            "message": finding.message,
            "fix": finding.fix,
            "file": place.file or None,
            "line": place.line or None,
            "column": place.column or None,
        }
        for finding, place in ((finding, positions(finding)) for finding in findings)
    ]
    return printable_json(json.dumps({"findings": found}, indent=2, ensure_ascii=False))


def as_github(findings: Sequence[Finding], positions: Positions) -> str:
    """Return workflow commands by which GitHub shows the findings at their lines."""
    return printable("\n".join(_command(finding, positions(finding)) for finding in findings))


def _command(finding: Finding, place: Position) -> str:
    properties = {
        "title": finding.check,
        "file": place.file,
        "line": str(place.line or ""),
        "col": str(place.column or ""),
    }
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    who = f"{finding.ref}: " if finding.ref else ""
    return f"::{_COMMANDS[finding.severity]} {said}::{_escaped(f'{who}{finding.message}; fix: {finding.fix}')}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
