"""Findings as a report of GitLab's code quality, which a merge request shows at their lines.

Fields: docs.gitlab.com/ci/testing/code_quality, "Code Quality report format", of GitLab 18. None is for a whole report,
so that it does not say which Argo CD has judged.
"""

import json
from typing import Any

from cmp.model import Finding, Position, Severity
from cmp.report.checked import Checked, CheckReport
from cmp.report.fingerprint import fingerprint
from cmp.text import printable, printable_json

_CONFIGURATION = "swell.yaml"  # an issue needs a file, and this one decides about most that has none
_SEVERITIES = {
    Severity.FATAL: "blocker",
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}


def written(report: CheckReport) -> str:
    """Return the findings as a JSON list of issues; GitLab takes each fingerprint once."""
    issues = {issue["fingerprint"]: issue for issue in (_issue(one, finding) for one, finding in report.findings())}
    return printable_json(json.dumps(list(issues.values()), indent=2, ensure_ascii=False))


def _issue(one: Checked, finding: Finding) -> dict[str, Any]:
    place = finding.position or Position(file="")
    who = f"{finding.ref}: " if finding.ref else ""
    return {
        "description": printable(f"{who}{finding.message}; fix: {finding.fix}"),
        "check_name": finding.check,
        "fingerprint": fingerprint(one, finding),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": place.file or one.file or _CONFIGURATION, "lines": {"begin": place.line or one.line or 1}},
    }
