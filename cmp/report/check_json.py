"""Findings as JSON: of one application `version`, `argocd` and `findings`, of several all that follows.

{"version": "swell.check/v1", of several "swell.checks/v1", "exitCode", "together": [findings of all together],
 "applications": [{"application", "namespace", "file", "line", "madeBy": the ApplicationSet, or null,
                   "objects": how many, "argocd": {"version", "from"}, "exitCode", "error": {"message", "fix"} | null,
                   "findings": [{"check", "severity", "object", "message", "fix", "file", "line", "column"}]}]}
"""

import json
from typing import Any

from cmp.model import Finding, Position
from cmp.report.checked import Checked, CheckReport
from cmp.text import printable_json

_ONE, _SEVERAL = "swell.check/v1", "swell.checks/v1"
"""Of the shapes: fields may be added to them, and none changes its meaning or goes."""


def written(report: CheckReport) -> str:
    """Return the findings as JSON; of `file`, `line` and `column` null is what is unknown."""
    if report.together is None:
        (one,) = report.applications
        findings = [_finding(finding) for _, finding in report.findings()]
        return _text({"version": _ONE, "argocd": one.judge.fields, "findings": findings})
    told = {
        "version": _SEVERAL,
        "applications": [_application(one) for one in report.applications],
        "together": [_finding(finding) for finding in report.together.findings],
        "exitCode": report.status,
    }
    return _text(told)


def _application(one: Checked) -> dict[str, Any]:
    return {
        "application": one.app,
        "namespace": one.namespace or None,
        "file": one.file or None,
        "line": one.line or None,
        "madeBy": one.made_by or None,
        "objects": one.objects,
        "argocd": None if one.problem else one.judge.fields,
        "findings": [_finding(finding) for finding in one.findings],
        "error": {"message": str(one.problem), "fix": one.problem.fix} if one.problem else None,
        "exitCode": one.status,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.position or Position(file="")
    return {
        "check": finding.check,
        "severity": str(finding.severity),
        "object": str(finding.ref) if finding.ref else None,
        "message": finding.message,
        "fix": finding.fix,
        "file": place.file or None,
        "line": place.line or None,
        "column": place.column or None,
    }


def _text(content: dict[str, Any]) -> str:
    return printable_json(json.dumps(content, indent=2, ensure_ascii=False))
