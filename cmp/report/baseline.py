"""A baseline: the findings of one day, which are accepted from then on, so that only new ones count.

What is fatal, and an application without an answer, is never accepted: `generate` would stop for it.
"""

import json
from collections.abc import Collection, Iterator

from cmp.errors import RequestError
from cmp.model import Finding, Severity
from cmp.report.checked import Checked, CheckReport
from cmp.report.fingerprint import fingerprint

_VERSION = 1


def written(report: CheckReport) -> str:
    """Return the text of a baseline that accepts all findings of a report, sorted, so that a change is a small one."""
    entries = {fingerprint(one, finding): _entry(one, finding) for one, finding in _acceptable(report)}
    listed = [{**entry, "fingerprint": mark} for mark, entry in entries.items()]
    listed.sort(key=lambda entry: tuple(entry.values()))
    return json.dumps({"version": _VERSION, "accepted": listed}, indent=2, ensure_ascii=False) + "\n"


def accepted_in(text: str, *, path: str) -> frozenset[str]:
    """Return the fingerprints that a baseline accepts.

    Raises:
        RequestError: it is none.
    """
    try:
        document = json.loads(text)
        if document["version"] == _VERSION:
            return frozenset(entry["fingerprint"] for entry in document["accepted"])
    except (ValueError, TypeError, KeyError, RecursionError):
        pass
    raise RequestError("it is no baseline of this version", where=path, fix="write it anew: --baseline FILE --accept")


def without(report: CheckReport, accepted: Collection[str]) -> CheckReport:
    """Return a report without the findings that are accepted."""
    kept = [_without(one, accepted) for one in report.applications]
    together = _without(report.together, accepted) if report.together else None
    return report.replace(applications=tuple(kept), together=together)


def _without(one: Checked, accepted: Collection[str]) -> Checked:
    kept = (told for told in one.findings if not (_is_acceptable(told) and fingerprint(one, told) in accepted))
    return one.replace(findings=tuple(kept))


def _acceptable(report: CheckReport) -> Iterator[tuple[Checked, Finding]]:
    yield from ((one, finding) for one, finding in report.findings() if _is_acceptable(finding))


def _is_acceptable(finding: Finding) -> bool:
    return finding.severity is not Severity.FATAL


def _entry(one: Checked, finding: Finding) -> dict[str, str]:
    return {"application": one.app, "file": one.file, "check": finding.check, "object": str(finding.ref or "")}
