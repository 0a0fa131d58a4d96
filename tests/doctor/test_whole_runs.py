"""`swell doctor` as it is called: a line for each thing, the fix of what is wrong, and the exit code."""

import json
import os
import socket
import subprocess
from pathlib import Path

import pytest
from programs import SWELL
from setups import ONE_HOST, SECRET, chart, unwrapped, variables


def doctor(home: Path, *arguments: str | Path, folder: Path, **environ: str) -> tuple[int, list[str]]:
    """Run it in a folder; return how it ended and the lines that it printed, in which no secret may be."""
    run = subprocess.run(
        [SWELL, "doctor", *arguments],
        cwd=folder,
        env=variables(home, **environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert SECRET not in run.stdout
    return run.returncode, unwrapped(run.stdout)


def test_a_laptop_that_is_set_up_right_is_told_so_line_by_line(tmp_path: Path) -> None:
    status, lines = doctor(tmp_path, chart(tmp_path), folder=tmp_path)

    assert status == 0
    things = "variables temporary helm helms helms git ssh store policy load app".split()  # noqa: SIM905
    assert [line.split()[:2] for line in lines] == [["ok", thing] for thing in things]
    assert lines[-1] == "ok     app          chart app, no swell.yaml, no sources"


def test_what_is_wrong_has_its_fix_in_the_next_line_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("apiVersion: swell/v1\nlimit: {}\n")

    status, lines = doctor(tmp_path, chart(tmp_path), "--policy", "policy.yaml", folder=tmp_path, SWELL_RENDERS="two")

    assert status == 1
    policy, load = (number for number, line in enumerate(lines) if line.startswith("wrong"))
    assert lines[policy : policy + 2] == [
        "wrong  policy       policy.yaml:2: limit: unknown key",
        "  fix: did you mean `limits`?",
    ]
    assert lines[load].startswith("wrong  load         SWELL_RENDERS must be")
    assert lines[load + 1].startswith("  fix: ")
    assert len(lines) == load + 2  # what an application needs is not told where the policy can't be read


def test_in_a_sidecar_the_operators_settings_are_told_and_the_working_directory_is_no_application(
    tmp_path: Path,
) -> None:
    host = tmp_path / "credentials/git.example.com"
    host.mkdir(parents=True)
    (host / "password").write_text(SECRET)
    (tmp_path / "policy.yaml").write_text(ONE_HOST)
    (tmp_path / "work").mkdir()

    status, lines = doctor(
        tmp_path,
        folder=tmp_path / "work",
        SWELL_RENDERS="1",
        SWELL_STORE=str(tmp_path / "store"),
        SWELL_CREDENTIALS=str(tmp_path / "credentials"),
        SWELL_POLICY=str(tmp_path / "policy.yaml"),
    )

    assert status == 0
    assert lines[0] == ("ok     variables    SWELL_CREDENTIALS, SWELL_HELM, SWELL_POLICY, SWELL_RENDERS, SWELL_STORE")
    assert "ok     credentials  git.example.com: password" in lines
    assert f"ok     policy       {tmp_path}/policy.yaml: 0 rules, sources https://git.example.com/*" in lines
    assert lines[-1].startswith("ok     load         1 Helm at once, ")


def test_a_misspelt_variable_is_one_line_of_the_report(tmp_path: Path) -> None:
    status, lines = doctor(tmp_path, chart(tmp_path), folder=tmp_path, SWELL_ENVIROMENT="prod")

    assert status == 1
    at = next(number for number, line in enumerate(lines) if line.startswith("wrong"))
    assert lines[at : at + 2] == [
        "wrong  variables    there is no variable SWELL_ENVIROMENT",
        "  fix: did you mean SWELL_ENVIRONMENT?",
    ]
    assert [line for line in lines if line.startswith("wrong")] == lines[at : at + 1]
    assert lines[-1].startswith("ok     app ")


def test_what_is_wrong_with_the_request_is_one_line_of_the_report(tmp_path: Path) -> None:
    variables = {"ARGOCD_ENV_SWELL_ENVIROMENT": "prod", "SWELL_TIMEOUT": "soon"}

    status, lines = doctor(tmp_path, chart(tmp_path), folder=tmp_path, **variables)

    assert status == 1
    assert [line.split()[1] for line in lines if line.startswith("wrong")] == ["load", "request"]
    assert lines[-1] == "  fix: did you mean SWELL_ENVIRONMENT?"


@pytest.mark.parametrize("name", ["git", "ssh"])
def test_all_of_it_ends_within_the_time_limit_whatever_a_program_does(name: str, tmp_path: Path) -> None:
    slow = tmp_path / "bin" / name
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 4.5\n")  # less than one program is given
    slow.chmod(0o755)
    environ = variables(tmp_path, PATH=f"{slow.parent}:{os.environ['PATH']}", SWELL_TIMEOUT="1")

    run = subprocess.run(
        [SWELL, "doctor", chart(tmp_path)], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )

    assert run.returncode == 2
    assert run.stderr.startswith("swell: the work had not ended after 1 s, and was stopped.\n  fix: ")
    assert "SWELL_TIMEOUT" in run.stderr
    assert name not in [line.split()[1] for line in run.stdout.splitlines()]


def test_sources_that_are_not_asked_within_the_time_limit_are_counted(tmp_path: Path) -> None:
    folder = chart(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it is connected to, and answers nothing
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/web.git"
        sources = "".join(f"  s{number}: {{git: '{url}', revision: r{number}}}\n" for number in range(20))
        (folder / "swell.yaml").write_text(f"apiVersion: swell/v1\nlock: floating\nsources:\n{sources}")
        status, lines = doctor(tmp_path, folder, folder=tmp_path, SWELL_TIMEOUT="4", SWELL_LOCAL_SOURCES="true")

    assert status == 1
    assert lines[-2].endswith(" sources not asked: SWELL_TIMEOUT is 4 s, and all before took them")


def test_json_has_what_the_lines_say(tmp_path: Path) -> None:
    folder = chart(tmp_path)
    status, lines = doctor(tmp_path, folder, folder=tmp_path, SWELL_RENDERS="two")
    again, document = doctor(tmp_path, folder, "--format", "json", folder=tmp_path, SWELL_RENDERS="two")
    told = json.loads(" ".join(document))
    assert (status, told["version"]) == (again, "swell.doctor/v1")
    heads = [line for line in lines if not line.startswith("  fix: ")]
    assert [f"{'ok' if one['ok'] else 'wrong':<5}  {one['thing']:<11}" for one in told["results"]] == [
        line[:18] for line in heads
    ]
    (wrong,) = (one for one in told["results"] if not one["ok"])
    assert wrong["thing"] == "load"
    assert f"  fix: {wrong['fix']}" in lines
