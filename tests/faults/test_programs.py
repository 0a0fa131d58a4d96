"""Each call of Helm and of git fails, is cut, is slow, is killed and never ends, in turn.

A script stands before the real program and counts its calls; the run in which all is well tells how many there are.
"""

import os
import shutil
from itertools import product
from pathlib import Path

import pytest
from faults import Setting, some, wrong
from programs import helm

SCRIPT = """#!/bin/sh
echo "$*" >>{log}
test "$(wc -l <{log})" = "$(cat {which})" || exec {real} "$@"
. {how}
"""
KINDS = {
    "fails": "echo 'fatal: no' >&2; exit 1",
    "fails in the end": '{real} "$@"; exit 1',
    "is cut": '{real} "$@" >{half}; head -c $(($(wc -c <{half}) / 2)) {half}; exit 1',
    "is cut and killed": '{real} "$@" >{half}; head -c $(($(wc -c <{half}) / 2)) {half}; kill -9 $$',
    "is killed at once": "kill -9 $$",
    "is slow": 'sleep 0.4; exec {real} "$@"',
    "never ends": "sleep 300",
    "never ends, in the background": "sleep 300 & exit 1",
}
GIVES_UP = "3"  # seconds for a render whose program never ends


class Program:
    """A script before a real program."""

    def __init__(self, folder: Path, name: str, real: str) -> None:
        """Write it into a folder, so that it does nothing but count."""
        folder.mkdir(exist_ok=True)
        self.path, self.real = folder / name, real
        self._files = {word: folder / f"{name}.{word}" for word in ("log", "which", "half", "how")}
        self.path.write_text(SCRIPT.format(real=real, **self._files))
        self.path.chmod(0o755)
        self.put(0, "exit 1")

    def put(self, number: int, how: str) -> None:
        """Let a call go wrong, from 1; none if it is 0. It counts from the beginning.

        The script stays as it is: one that is written while another thread forks can't be started for that moment.
        """
        self._files["log"].write_text("")
        self._files["which"].write_text(f"{number}\n")
        self._files["how"].write_text(f"{how.format(real=self.real, **self._files)}\n")

    def calls(self) -> list[str]:
        """Return the arguments of its calls since it was put."""
        return self._files["log"].read_text().splitlines()


def complaints(setting: Setting, program: Program, config: pytest.Config) -> list[str]:
    """Return what is wrong after each call has gone wrong in each way."""
    whole = setting.start()
    assert whole.status == 0, whole.err
    found, calls = [], program.calls()
    for (number, arguments), kind in some(list(product(enumerate(calls, start=1), KINDS)), config):
        program.put(number, KINDS[kind])
        ended = setting.start(**({"SWELL_TIMEOUT": GIVES_UP} if "never" in kind else {}))
        program.put(0, "exit 1")
        complaint = wrong(ended, whole.out, killed=False)
        if (ended.status == 0) != (kind == "is slow"):
            complaint = complaint or f"exit code {ended.status}"
        if setting.again().out != whole.out:
            complaint = complaint or "the next run failed"
        if left := setting.left():
            complaint = complaint or f"left behind: {left}"
        if complaint:
            found.append(f"call {number} ({arguments[-80:]}) {kind}: {complaint} ({ended.err[:200]})")
    assert calls
    return found


def test_each_call_of_helm_may_go_wrong(plain: Setting, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    program = Program(tmp_path / "bin", "helm", str(helm()))
    plain.env["SWELL_HELM"] = str(program.path)

    assert complaints(plain, program, pytestconfig) == []


@pytest.mark.parametrize("lock", ["locked", "floating"])
def test_each_call_of_git_may_go_wrong(cold: Setting, tmp_path: Path, lock: str, pytestconfig: pytest.Config) -> None:
    if lock == "floating":
        (cold.folder.parents[1] / "swell.lock").unlink()
    program = Program(tmp_path / "bin", "git", str(shutil.which("git")))
    cold.env["PATH"] = os.pathsep.join([str(tmp_path / "bin"), cold.env["PATH"]])

    assert complaints(cold, program, pytestconfig) == []
