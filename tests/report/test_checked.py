"""The exit code of a check: from which severity on its findings fail it."""

import pytest

from cmp.errors import SourceError
from cmp.model import Finding, Severity
from cmp.report.checked import FAILING, Checked, CheckReport


def found(*severities: Severity) -> Checked:
    findings = tuple(Finding(check="a", severity=one, ref=None, message="m", fix="f") for one in severities)
    return Checked(app="web", findings=findings)


@pytest.mark.parametrize(
    ("least", "severity", "status"),
    [
        ("warning", Severity.INFO, 0),
        ("warning", Severity.WARNING, 1),
        ("error", Severity.WARNING, 0),
        ("error", Severity.ERROR, 1),
        ("error", Severity.FATAL, 1),
    ],
)
def test_a_finding_fails_from_the_severity_on_that_is_named(least: str, severity: Severity, status: int) -> None:
    quiet, loud = found(Severity.INFO), found(severity)
    assert CheckReport(applications=(quiet, loud)).failing(FAILING[least]).status == status
    assert CheckReport(applications=(quiet,), together=loud).failing(FAILING[least]).status == status


def test_an_application_without_an_answer_fails_whatever_is_named() -> None:
    lost = Checked(app="web", problem=SourceError("no chart", fix="add one"))
    assert CheckReport(applications=(lost,)).failing(FAILING["error"]).status == 2
