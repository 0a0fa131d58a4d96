"""Sources of cached renders: they are asked for again, as a render would ask, and no Helm is started."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from programs import SWELL
from three import Three

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is missing")


class Asked:
    """An application in three repositories, as Argo CD asks for it."""

    def __init__(self, three: Three, **more: str) -> None:
        """Take the repositories."""
        self.three, self.log = three, three.folder / "trace"
        self.environ = three.environ(
            ARGOCD_APP_NAME="bank-bitso",
            ARGOCD_APP_NAMESPACE="backend",
            ARGOCD_ENV_SWELL_ENVIRONMENT="prod",
            ARGOCD_APP_SOURCE_PATH="apps/bank-bitso",
            SWELL_CACHE="on",
            **more,
        )

    def run(self, **more: str) -> tuple[bytes, list[str]]:
        """Return what is printed, and the names of the programs that were started."""
        traced = ("strace", "-f", "-qq", "-e", "trace=execve", "-e", "status=successful", "-o", str(self.log))
        done = subprocess.run(
            [*traced, SWELL, "generate"],
            cwd=self.three.top / "apps/bank-bitso",
            env=self.environ | more,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        started = [line.split('"')[1] for line in self.log.read_text().splitlines() if "execve(" in line]
        return done.stdout, [os.path.basename(path) for path in started[1:]]

    def fresh(self) -> bytes:
        """Return what a render prints that uses no cached render."""
        return self.run(SWELL_CACHE="off")[0]


def test_a_locked_source_is_taken_from_the_store_and_no_program_runs(three: Three) -> None:
    three.run("lock")
    asked = Asked(three)
    first, programs = asked.run()
    assert "helm" in programs
    assert asked.run() == (first, [])


def test_another_lock_has_another_answer_and_the_first_one_stays_known(three: Three) -> None:
    three.run("lock")
    asked, lock = Asked(three), three.top / "swell.lock"
    first, before = asked.run()[0], lock.read_text()
    three.configuration(77)
    assert asked.run() == (first, [])
    three.run("lock", "--update")
    second, programs = asked.run()
    assert "helm" in programs
    assert second == asked.fresh() != first
    lock.write_text(before)
    assert asked.run() == (first, [])


def test_a_floating_source_is_resolved_before_an_answer_is_used(three: Three) -> None:
    asked = Asked(three)
    first = asked.run()[0]
    again, programs = asked.run()
    assert (again, "helm" in programs) == (first, False)
    three.configuration(77)
    moved, programs = asked.run()
    assert "helm" in programs
    assert moved == asked.fresh() != first


def test_an_answer_is_used_after_the_store_has_lost_its_files(three: Three) -> None:
    three.run("lock")
    asked = Asked(three)
    first = asked.run()[0]
    shutil.rmtree(three.folder / "store/objects")
    again, programs = asked.run()
    assert (again, "helm" in programs) == (first, False)


def test_a_source_that_the_policy_forbids_by_now_gives_no_known_answer(three: Three, tmp_path: Path) -> None:
    three.run("lock")
    policy = tmp_path / "policy.yaml"
    policy.write_text("apiVersion: swell/v1\n")
    asked = Asked(three, SWELL_POLICY=str(policy))
    asked.run()
    assert asked.run()[1] == []
    policy.write_text("apiVersion: swell/v1\nsources: {allow: ['https://elsewhere.example.com/**']}\n")
    with pytest.raises(AssertionError, match="the policy does not allow"):
        asked.run()
