"""The findings of checks as data for the page's template: a list, and what a card says of its own."""

from collections.abc import Mapping

from cmp.model import Ref
from cmp.report.sync import SyncReport
from cmp.value import Value

_MOST = 200  # findings that the page lists; `swell check` prints them all


class FindingLine(Value):
    """A finding: its `id` on the page, and its object's name and card; a text that does not apply is ""."""

    id: str
    severity: str
    check: str
    message: str
    fix: str
    name: str
    card: str


class Findings:
    """The first findings of a report, the worst first, and the number of others."""

    def __init__(self, report: SyncReport, names: Mapping[Ref, str], ids: Mapping[Ref, str]) -> None:
        shown = report.findings[:_MOST]
        self.others = len(report.findings) - len(shown)
        self.of: dict[Ref, tuple[FindingLine, ...]] = {}
        self.lines: list[FindingLine] = []
        for number, finding in enumerate(shown):
            ref = finding.ref
            line = FindingLine(
                id=f"f{number}",
                severity=finding.severity,
                check=finding.check,
                message=finding.message,
                fix=finding.fix,
                name=names.get(ref, str(ref)) if ref else "",
                card=ids.get(ref, "") if ref else "",
            )
            self.lines.append(line)
            if ref:
                self.of[ref] = (*self.of.get(ref, ()), line)
