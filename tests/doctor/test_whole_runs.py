"""`swell doctor` as it is called: a line for each thing, the fix of what is wrong, and the exit code."""

import subprocess
from pathlib import Path

from programs import SWELL
from setups import ONE_HOST, SECRET, chart, variables


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
    return run.returncode, run.stdout.splitlines()


def test_a_laptop_that_is_set_up_right_is_told_so_line_by_line(tmp_path: Path) -> None:
    status, lines = doctor(tmp_path, chart(tmp_path), folder=tmp_path)

    assert status == 0
    things = "variables temporary helm helms helms git ssh store policy load app".split()  # noqa: SIM905
    assert [line.split()[:2] for line in lines] == [["ok", thing] for thing in things]
    assert lines[-1] == "ok     app          chart ., no swell.yaml, no sources"


def test_what_is_wrong_has_its_cure_in_the_next_line_and_ends_with_1(tmp_path: Path) -> None:
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
