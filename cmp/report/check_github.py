"""Findings as the workflow commands by which GitHub shows them at their lines."""

from cmp.model import Finding, Position, Severity
from cmp.report.check_text import judges
from cmp.report.checked import CheckReport
from cmp.text import printable

_COMMANDS = {Severity.FATAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def written(report: CheckReport) -> str:
    """Return a workflow command for each finding, and below them by which Argo CD they are judged, for the log."""
    return printable("\n".join([*(_command(finding) for _, finding in report.findings()), *judges(report)]))


def _command(finding: Finding) -> str:
    place = finding.position or Position(file="")
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
