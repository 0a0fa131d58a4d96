"""Findings as SARIF 2.1.0, a format for code scanning and editors."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from cmp.model import Finding, Position, Severity
from cmp.report.findings import Positions
from cmp.text import printable

_CONFIGURATION = "swell.yaml"  # a result needs a file, and this one decides about most that has none
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.FATAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(
    findings: Sequence[Finding], positions: Positions, *, rules: Mapping[str, tuple[str, str]], version: str
) -> str:
    """Return the findings as a SARIF log with one run.

    Args:
        findings: the findings.
        positions: returns where a finding is to be shown; SARIF requires a file.
        rules: each check's sentence and its manual page, by name.
        version: Swell's own.
    """
    names = list(rules)
    described = [
        {
            "id": name,
            "shortDescription": {"text": sentence},
            "fullDescription": {"text": sentence},
            "help": {"text": page},
        }
        for name, (sentence, page) in rules.items()
    ]
    run = {
        "tool": {"driver": {"name": "swell", "version": version, "rules": described}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, positions(finding), names.index(finding.check)) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _result(finding: Finding, place: Position, index: int) -> dict[str, Any]:
    who = f"{finding.ref}: " if finding.ref else ""
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": quote(place.file or _CONFIGURATION)}}}
    if place.line:
        region = {"startLine": place.line} | ({"startColumn": place.column} if place.column else {})
        location["physicalLocation"]["region"] = region
    if finding.ref:
        location["logicalLocations"] = [{"name": printable(str(finding.ref)), "kind": "resource"}]
    return {
        "ruleId": finding.check,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": printable(f"{who}{finding.message}\nfix: {finding.fix}")},
        "locations": [location],
    }
