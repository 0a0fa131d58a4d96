"""Findings that are accepted."""

import json

import pytest

from cmp.errors import RequestError, SourceError
from cmp.model import Finding, Position, Ref, Severity
from cmp.report.baseline import accepted_in, without, written
from cmp.report.checked import Checked, CheckReport

JOB = Ref(group="batch", kind="Job", namespace="shop", name="web-migrate")
ONE = Finding(check="hooks-only", severity=Severity.ERROR, ref=JOB, message="a", fix="b", position=Position(file="x"))
WEB = Checked(app="web", findings=(ONE,), file="web.yaml")


def left(report: CheckReport, today: CheckReport) -> list[str]:
    accepted = accepted_in(written(today), path="base.json")
    return [f"{one.app} {finding.message}" for one, finding in without(report, accepted).findings()]


def report(*applications: Checked) -> CheckReport:
    return CheckReport(applications=applications, together=Checked(app="all", findings=(ONE,)))


def test_what_is_accepted_is_gone_and_what_is_new_stays() -> None:
    more = WEB.replace(findings=(ONE, ONE.replace(message="new")))
    assert left(report(more), report(WEB)) == ["web new"]


def test_a_finding_is_the_same_wherever_its_line_is() -> None:
    moved = WEB.replace(findings=(ONE.replace(position=Position(file="x", line=9)),), line=4)
    assert left(report(moved), report(WEB)) == []


@pytest.mark.parametrize(
    "other",
    [
        WEB.replace(app="api"),
        WEB.replace(file="other.yaml"),
        WEB.replace(findings=(ONE.replace(check="wave-not-integer"),)),
        WEB.replace(findings=(ONE.replace(ref=Ref(group="batch", kind="Job", namespace="shop", name="other")),)),
    ],
)
def test_another_application_file_check_or_object_is_another_finding(other: Checked) -> None:
    assert len(left(report(other), report(WEB))) == 1


def test_nothing_fatal_and_no_missing_answer_is_accepted() -> None:
    fatal = WEB.replace(findings=(ONE.replace(severity=Severity.FATAL),))
    lost = Checked(app="lost", problem=SourceError("no chart", fix="add one"))
    today = report(fatal, lost)
    assert left(today, today) == ["web a", "lost lost: no chart"]


def test_a_baseline_is_the_same_text_for_the_same_findings_in_any_order() -> None:
    other = WEB.replace(app="api")
    assert written(report(WEB, other)) == written(report(other, WEB))
    assert [entry["application"] for entry in json.loads(written(report(WEB, other)))["accepted"]] == [
        "all",
        "api",
        "web",
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "accepted": []}', '{"version": 1, "accepted": [1]}'])
def test_what_is_no_baseline_is_refused(text: str) -> None:
    with pytest.raises(RequestError, match="no baseline of this version"):
        accepted_in(text, path="base.json")
