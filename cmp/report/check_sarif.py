"""Findings as SARIF 2.1.0, a format for code scanning and editors."""

import json
import os
from typing import Any
from urllib.parse import quote

from cmp import __version__
from cmp.checks.manual import pages
from cmp.model import Finding, Position, Severity
from cmp.report.checked import NO_ANSWER, CheckReport
from cmp.text import printable, printable_json

_CONFIGURATION = "swell.yaml"  # a result needs a file, and this one decides about most that has none
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_UNANSWERED = "nothing can be told of the application, since it can't be rendered."
_LEVELS = {Severity.FATAL: "error", Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def written(report: CheckReport) -> str:
    """Return the findings as a SARIF log with one run; each check is a rule of it, with its manual page."""
    rules = {
        page.name: (page.sentence, "\n\n".join((page.sentence, *page.paragraphs)))
        for page in pages(of_repositories=report.together is not None)
    }
    if report.together:
        rules[NO_ANSWER] = (_UNANSWERED, _UNANSWERED)
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
        "tool": {"driver": {"name": "swell", "version": __version__, "rules": described}},
        "properties": {"argocd": _judges(report)},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, names.index(finding.check)) for _, finding in report.findings()],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return printable_json(json.dumps(log, indent=2, ensure_ascii=False))


def _judges(report: CheckReport) -> Any:
    """Return by which Argo CD the application is judged; of several a mapping, by their names."""
    judged = {one.app: one.judge.fields for one in report.applications if not one.problem}
    return judged if report.together else next(iter(judged.values()), None)


def _result(finding: Finding, index: int) -> dict[str, Any]:
    place = finding.position or Position(file="")
    who = f"{finding.ref}: " if finding.ref else ""
    uri = quote(os.fsencode(place.file or _CONFIGURATION))  # of a name that is no text, too
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri}}}
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
