"""Findings in the forms that programs read."""

import json
from typing import Any

from cmp.checks.manual import pages
from cmp.model import Finding, Position, Ref, Severity
from cmp.report.findings import as_github, as_json, as_text
from cmp.report.sarif import as_sarif

JOB = Ref(group="batch", kind="Job", namespace="shop", name="web-migrate")
FOUND = (
    Finding(check="hooks-only", severity=Severity.ERROR, ref=JOB, message="100% sure", fix="first\nsecond"),
    Finding(check="wave-not-integer", severity=Severity.INFO, ref=None, message="größer", fix="none"),
)


def place(finding: Finding) -> Position:
    return Position(file="templates/web, v1.yaml", line=7, column=3) if finding.ref else Position(file="")


def sarif() -> Any:
    rules = {page.name: (page.sentence, "\n\n".join(page.paragraphs)) for page in pages()}
    return json.loads(as_sarif(FOUND, place, rules=rules, version="1.2.3"))


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


def test_sarif_and_json_have_line_and_column_where_they_are_known() -> None:
    first, second = (result["locations"][0]["physicalLocation"] for result in sarif()["runs"][0]["results"])
    assert (first["region"], "region" in second) == ({"startLine": 7, "startColumn": 3}, False)
    told = [(one["file"], one["line"], one["column"]) for one in json.loads(as_json(FOUND, place))["findings"]]
    assert told == [("templates/web, v1.yaml", 7, 3), (None, None, None)]


def test_json_has_eight_keys_a_finding() -> None:
    found = json.loads(as_json(FOUND, place))["findings"]
    keys = ["check", "severity", "object", "message", "fix", "file", "line", "column"]
    assert [list(one) for one in found] == [keys] * 2
    assert [one["object"] for one in found] == ["Job/web-migrate", None]


def test_github_gets_no_line_end_and_no_comma_that_it_would_read() -> None:
    first, second = as_github(FOUND, place).splitlines()
    place_of_first = "file=templates/web%2C v1.yaml,line=7,col=3"
    assert first == f"::error title=hooks-only,{place_of_first}::Job/web-migrate: 100%25 sure; fix: first%0Asecond"
    assert second == "::notice title=wave-not-integer::größer; fix: none"


def test_text_puts_the_worst_first_and_indents_a_long_cure() -> None:
    assert as_text(FOUND, title="web", objects=1).splitlines() == [
        "web   1 error, 1 note   1 object",
        "",
        "error",
        "  Job/web-migrate: 100% sure (hooks-only)",
        "    fix: first",
        "      second",
        "",
        "note",
        "  größer (wave-not-integer)",
        "    fix: none",
    ]
