"""`swell stuck` as users run it: what it prints, its exit code, and what it says of files that it can't read."""

import json
import subprocess
from pathlib import Path

import pytest
from programs import SWELL
from stuck_apps import RECORDED

from cmp import dialect

_FOLDER = RECORDED / "image-pull"
_APPLICATION = _FOLDER / "application.json"


def _run(*arguments: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    command = [SWELL, "stuck", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=60, check=False)


def test_an_application_on_stdin_and_in_a_file_get_the_same_answer() -> None:
    events = ("--events", _FOLDER / "events.json")
    piped, named = _run("-", *events, stdin=_APPLICATION.read_text()), _run(_APPLICATION, *events)
    assert (piped.returncode, piped.stdout, piped.stderr) == (1, (_FOLDER / "answer.txt").read_text(), "")
    assert named.stdout == piped.stdout


def test_yaml_on_stdin_gets_the_answer_of_json() -> None:
    document = json.loads(_APPLICATION.read_text())
    assert _run("-", stdin=dialect.dump(document)).stdout == _run(_APPLICATION).stdout


@pytest.mark.parametrize(
    ("name", "code"),
    [("image-pull", 1), ("cannot-render", 1), ("succeeded", 0), ("sync-window", 1), ("failed-job-retried", 1)],
)
def test_the_exit_code_tells_whether_something_is_wrong(name: str, code: int) -> None:
    assert _run(RECORDED / name / "application.json").returncode == code


def test_json_is_asked_for_by_format() -> None:
    assert json.loads(_run(_APPLICATION, "--format", "json").stdout)["awaited"] == "Job/migrate"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-"], "what came on stdin: this is neither a JSON object nor a YAML mapping"),
        (["missing.json"], "can't read missing.json"),
        ([str(_APPLICATION), "--events", "missing.json"], "can't read missing.json"),
        ([str(_APPLICATION), "--events", str(_APPLICATION)], "this is no list of events"),
        ([str(_FOLDER / "events.json")], "objects are listed"),
    ],
)
def test_what_can_t_be_read_is_no_answer_and_one_clear_line(arguments: list[str], said: str) -> None:
    done = _run(*arguments, stdin="- no application")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr.splitlines()[0]
    assert "fix: " in done.stderr


def test_characters_that_can_t_be_seen_are_escaped() -> None:
    document = json.loads(_APPLICATION.read_text())
    document["metadata"]["name"] = "web\x1b[31m\u202e"
    for form in ("text", "json"):
        shown = _run("-", "--format", form, stdin=json.dumps(document)).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
