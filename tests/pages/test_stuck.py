"""docs/stuck.md shows what `swell stuck` says of an application that was recorded from the real Argo CD."""

import json
import re
from pathlib import Path

import pytest
from pages import commands, fences, run
from programs import TOP
from stuck_apps import NAMES, RECORDED

PAGE = TOP / "docs/stuck.md"
SHOWN, CALLED = "hook-mounts-sync-secret", "web"
"""The recorded application that the page shows, and what it is called there."""


def recorded(name: str, file: str) -> str:
    return (RECORDED / name / file).read_text()


def test_the_page_shows_the_answer_for_a_recorded_application(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for file in ("application.json", "events.json"):
        (tmp_path / file).write_text(recorded(SHOWN, file).replace(SHOWN, CALLED))
    text = PAGE.read_text()
    (block,) = (fence.content for fence in fences(text) if fence.info == "console")
    (asked, nothing), (command, shown) = commands(block)
    assert nothing == ""
    assert asked.endswith("> events.json")
    found = run(command.replace("argocd app get web -o json", "cat application.json"), tmp_path, home=tmp_path)
    if request.config.getoption("update"):
        PAGE.write_text(text.replace(f"$ {command}\n{shown}", f"$ {command}\n{found}"))
    else:
        assert shown == found


def test_each_cause_of_the_page_was_recorded_and_so_was_argo_cds_message() -> None:
    rows = re.findall(r"(?m)^\| (.*) \|$", PAGE.read_text().partition("## Causes")[2].partition("##")[0])[2:]
    told: dict[str, set[str]] = {}
    for name in NAMES:
        state = json.loads(recorded(name, "application.json"))["status"].get("operationState", {})
        told.setdefault(json.loads(recorded(name, "expected.json"))["cause"], set()).add(state.get("message", ""))
    said = ""
    for row in rows:
        first, *_, causes = row.split(" | ")
        said = (re.findall("`([^`]+)`", first) or [said])[0]
        for cause in re.findall("`([^`]+)`", causes):
            assert any(said in message for message in told[cause]), (said, cause)


def test_the_page_names_each_field_for_programs_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "application.json").write_text(recorded(SHOWN, "application.json"))
    found = json.loads(run("swell stuck application.json --format json", tmp_path, home=tmp_path))
    sentence = PAGE.read_text().partition("whose fields stay: ")[2].partition("\n\n")[0]
    named = re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", sentence))
    assert sorted(named) == sorted(found)


def test_the_page_counts_the_recorded_applications() -> None:
    assert f"Tried on {len(NAMES)} applications" in PAGE.read_text()
