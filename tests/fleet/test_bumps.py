import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from programs import SWELL, TOP
from served import NAME, PASSWORD, git
from three import Three

from cmp import dialect

INSTALL = TOP / "install"


def github() -> str:
    steps = dialect.load((INSTALL / "lock-bump.github.yaml").read_text())["jobs"]["bump"]["steps"]
    return "set -eo pipefail\n" + "\n".join(f"( {step['run']}\n) || exit" for step in steps[2:])


def gitlab() -> str:
    return "\n".join(dialect.load((INSTALL / "lock-bump.gitlab.yaml").read_text())["lock-bump"]["script"])


@pytest.mark.parametrize("script", [github, gitlab])
def test_a_bump_commits_what_moved_on_stage_and_nothing_where_nothing_did(
    script: Callable[[], str], three: Three, tmp_path: Path
) -> None:
    three.run("lock", "--vendor")
    git(three.top, "add", ".")
    git(three.top, "commit", "--quiet", "--message", "before")
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "gh").write_text(
        f'#!/bin/sh\n[ "$2" = create ] || exit\nfor body; do :; done\ncat "$body" >>{tmp_path}/body\n'
    )
    (programs / "git").write_text('#!/bin/sh\n[ "$1" = push ] && exit\nexec /usr/bin/git "$@"\n')
    (programs / "swell").symlink_to(SWELL)
    for name in ("gh", "git"):
        (programs / name).chmod(0o755)
    environ = three.environ(PATH=f"{programs}:{os.environ['PATH']}", ENVIRONMENT="stage", CI_SERVER_HOST="127.0.0.1")
    environ |= {"SOURCES_TOKEN": PASSWORD, "BUMP_TOKEN": PASSWORD, "CI_PROJECT_PATH": "x/y"}
    environ |= {"RUNNER_TEMP": str(tmp_path)}
    text = script().replace("login oauth2", f"login {NAME}")

    def run() -> str:
        subprocess.run(["bash", "-c", text], cwd=three.top, env=environ, capture_output=True, check=True)
        (three.forge.home / ".netrc").write_text(f"machine 127.0.0.1 login {NAME} password {PASSWORD}\n")
        return git(three.top, "log", "-1", "--format=%s", "--stat=200")

    assert run().startswith("before")
    three.area(4)
    told = run()
    assert told.startswith("Update the sources of stage")
    assert ".swell/area@stage/charts/values.yaml" in told
    if (body := tmp_path / "body").exists():
        assert "area" in body.read_text()
        assert all(line.startswith("    ") for line in body.read_text().splitlines())  # code, whatever it says
    else:
        assert script is gitlab


def test_renovate_finds_a_commit_and_its_branch() -> None:
    text = (INSTALL / "renovate.json5").read_text()
    pattern = re.search(r'matchStrings: \[\s*"(.*)",\n', text)
    assert pattern
    written = pattern[1].replace('\\"', '"').replace("\\\\", "\\").replace("(?<", "(?P<")
    line = re.search(r"^// +(area: .*)$", text, re.MULTILINE)
    assert line
    found = re.search(written, line[1])
    assert found
    assert found["currentValue"] == "master"
    assert found["packageName"] == "https://github.com/majority-dev/be-sms.git"
