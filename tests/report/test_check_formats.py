"""Findings in the forms that programs read."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from cmp.argocd.judge import Judge
from cmp.errors import SourceError
from cmp.model import Finding, Position, Ref, Severity
from cmp.report.check_formats import CHECK_FORMATS, written
from cmp.report.checked import Checked, CheckReport
from cmp.report.review_markdown import MOST
from cmp.text import printable

JOB = Ref(group="batch", kind="Job", namespace="shop", name="web-migrate")
FOUND = (
    Finding(check="hooks-only", severity=Severity.ERROR, ref=JOB, message="100% sure", fix="first\nsecond"),
    Finding(check="wave-not-integer", severity=Severity.INFO, ref=None, message="größer", fix="none"),
)


PLACE = Position(file="templates/web, v1.yaml", line=7, column=3)
WEB = Checked(
    app="web", objects=1, findings=(FOUND[0].replace(position=PLACE), FOUND[1].replace(position=Position(file="")))
)
LOST = Checked(app="api", problem=SourceError("no chart", where="api", fix="add one"), file="apps.yaml", line=4)


def report(form: str, *applications: Checked) -> str:
    together = Checked(app="all applications") if len(applications) > 1 else None
    return written(CheckReport(applications=applications or (WEB,), together=together), form)


def sarif() -> Any:
    return json.loads(report("sarif"))


def test_sarif_has_what_its_schema_asks_for() -> None:
    log = sarif()
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    assert run["tool"]["driver"]["name"] == "swell"
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule[key]["text"] for rule in rules for key in ("shortDescription", "fullDescription", "help"))
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert "uri" in result["locations"][0]["physicalLocation"]["artifactLocation"]


def test_a_path_in_sarif_is_a_uri() -> None:
    uri = sarif()["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "templates/web%2C%20v1.yaml"


@pytest.mark.parametrize("form", CHECK_FORMATS)
def test_a_path_that_is_no_text_is_told_in_every_form(form: str) -> None:
    place = Position(file="web-\udce4.yaml", line=1)
    named = WEB.replace(file=place.file, findings=(FOUND[0].replace(position=place),))
    assert "hooks-only" in report(form, named, LOST)


def test_sarif_and_json_have_line_and_column_where_they_are_known() -> None:
    first, second = (result["locations"][0]["physicalLocation"] for result in sarif()["runs"][0]["results"])
    assert (first["region"], "region" in second) == ({"startLine": 7, "startColumn": 3}, False)
    told = [(one["file"], one["line"], one["column"]) for one in json.loads(report("json"))["findings"]]
    assert told == [("templates/web, v1.yaml", 7, 3), (None, None, None)]


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
def test_json_is_json_whatever_a_path_holds(form: str) -> None:
    odd = "templates/a\x7f\x9b\u202e\U000e0041.yaml"
    place = Position(file=odd)
    told = report(form, WEB.replace(findings=(FOUND[0].replace(position=place),), app=odd))
    assert printable(told) == told
    assert json.loads(told)
    if form == "gitlab":
        assert json.loads(told)[0]["location"]["path"] == odd


def test_json_has_eight_keys_a_finding() -> None:
    found = json.loads(report("json"))["findings"]
    keys = ["check", "severity", "object", "message", "fix", "file", "line", "column"]
    assert [list(one) for one in found] == [keys] * 2
    assert [one["object"] for one in found] == ["Job/web-migrate", None]


def test_github_gets_no_line_end_and_no_comma_that_it_would_read() -> None:
    first, second, judged = report("github").splitlines()
    place_of_first = "file=templates/web%2C v1.yaml,line=7,col=3"
    assert first == f"::error title=hooks-only,{place_of_first}::Job/web-migrate: 100%25 sure; fix: first%0Asecond"
    assert second == "::notice title=wave-not-integer::größer; fix: none"
    assert judged == "Judged by Argo CD 3.6 (the newest)."


def test_github_and_junit_say_once_by_which_argo_cd_each_is_judged() -> None:
    older = WEB.replace(app="other", judge=Judge(version="3.4", named="web/swell.yaml:3"))
    lines = report("github", WEB, older, WEB, LOST).splitlines()
    assert [line for line in lines if not line.startswith("::")] == [
        "Judged by Argo CD 3.6 (the newest).",
        "Judged by Argo CD 3.4 (web/swell.yaml:3).",
    ]
    suites = ET.fromstring(report("junit", WEB, older, LOST))  # noqa: S314  (our own)
    values = [[one.get("value") for one in suite.iter("property")] for suite in suites]
    assert values == [["3.6 (the newest)"], ["3.4 (web/swell.yaml:3)"], [], []]
    assert [suite[0].tag for suite in suites] == ["properties", "properties", "testcase", "testcase"]


def test_markdown_has_a_row_a_finding_and_no_markup_of_its_texts() -> None:
    odd = FOUND[0].replace(message="a | b `c` <b> @d\n\n/merge", position=PLACE)
    first, _, judged, _, _, _, row, *more = report("markdown", WEB.replace(findings=(odd,), file="x.yaml")).splitlines()
    assert (first, judged, more) == ("### web 1 error 1 object", "Judged by Argo CD 3.6 (the newest).", [])
    assert row.startswith(
        "| web | **error** | Job/web-migrate templates/web, v1.yaml:7 | a \\| b \\`c\\` &lt;b&gt; @&#8203;d"
    )
    assert row.count(" | ") == 4
    none = report("markdown", WEB.replace(findings=()))
    assert none == "### web no findings 1 object\n\nJudged by Argo CD 3.6 (the newest).\n"


def test_markdown_fits_into_a_comment() -> None:
    many = report("markdown", WEB.replace(findings=FOUND[:1] * 3_000))
    assert len(many) <= MOST
    assert many.endswith("lines more: `swell check` shows all.\n")


def test_text_puts_the_worst_first_and_indents_a_long_fix() -> None:
    assert report("text").splitlines() == [
        "web   1 error, 1 info   1 object",
        "",
        "error",
        "  Job/web-migrate: 100% sure (hooks-only)",
        "    fix: first",
        "      second",
        "",
        "info",
        "  größer (wave-not-integer)",
        "    fix: none",
        "",
        "Judged by Argo CD 3.6 (the newest).",
    ]


@pytest.mark.parametrize("form", CHECK_FORMATS)
def test_no_format_is_silent_about_an_application_without_an_answer(form: str) -> None:
    told = report(form, WEB, LOST)
    assert "no chart" in told
    assert "100" in told
    assert "add one" in told


def test_of_several_applications_each_has_its_line_and_all_have_a_summary() -> None:
    fine = Checked(app="fine", namespace="shop", objects=3)
    assert report("text", fine, LOST, fine.replace(app="other")).splitlines() == [
        "fine → shop   no findings   3 objects",
        "",
        "api   NO ANSWER",
        "  api: no chart",
        "    fix: add one",
        "",
        "other → shop   no findings   3 objects",
        "",
        "Judged by Argo CD 3.6 (the newest).",
        "",
        "3 applications, 2 without findings, 1 without an answer",
    ]


def test_applications_of_one_name_are_told_apart_by_their_files() -> None:
    first, second, *_ = report("text", Checked(app="a", file="x.yaml"), Checked(app="a", file="y.yaml")).splitlines()
    assert (first, second) == ("a (x.yaml)   no findings   0 objects", "a (y.yaml)   no findings   0 objects")


def test_the_exit_code_of_several_is_the_worst() -> None:
    told = json.loads(report("json", WEB, LOST))
    assert [one["exitCode"] for one in told["applications"]] == [1, 2]
    assert (told["version"], told["exitCode"]) == ("swell.checks/v1", 2)


def test_junit_counts_what_fails_and_a_note_fails_nothing() -> None:
    suites = ET.fromstring(report("junit", WEB, LOST, Checked(app="fine")))  # noqa: S314  (our own)
    counts = [tuple(int(suite.get(key, "")) for key in ("tests", "failures", "errors")) for suite in suites]
    assert counts == [(2, 1, 0), (1, 0, 1), (1, 0, 0), (1, 0, 0)]
    assert [len(suite.findall("testcase")) for suite in suites] == [2, 1, 1, 1]
    (failure,) = suites.iter("failure")
    assert (failure.get("message"), failure.text) == ("100% sure", "100% sure\nfix: first\nsecond")


def test_junit_is_xml_whatever_a_message_holds() -> None:
    odd = FOUND[0].replace(message='a < b & "c"\x1b]]>')
    (failure,) = ET.fromstring(report("junit", WEB.replace(findings=(odd,)))).iter("failure")  # noqa: S314
    assert failure.get("message") == 'a < b & "c"\\x1b]]>'


def test_gitlab_has_its_five_fields_and_a_place_for_each() -> None:
    issues = json.loads(report("gitlab", WEB, LOST))
    assert all(list(issue) == ["description", "check_name", "fingerprint", "severity", "location"] for issue in issues)
    assert [(one["location"]["path"], one["location"]["lines"]["begin"]) for one in issues] == [
        ("templates/web, v1.yaml", 7),
        ("swell.yaml", 1),
        ("apps.yaml", 4),
    ]
    assert [one["severity"] for one in issues] == ["critical", "info", "blocker"]


def test_gitlab_gets_no_fingerprint_twice_and_one_that_outlives_a_moved_line() -> None:
    moved = WEB.replace(findings=(WEB.findings[0].replace(position=PLACE.replace(line=8)), WEB.findings[0]))
    (only,) = json.loads(report("gitlab", moved))
    assert only["fingerprint"] == json.loads(report("gitlab"))[0]["fingerprint"]
