"""The places of resident Helms, from Swell's side: a killed Swell frees its place, and a lost Helm loses no render."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from cases import CHARTS
from helm_server import HELM, HelmServer, helm_server
from programs import SWELL

ENDLESS = "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}"


class Sidecar(NamedTuple):
    """One place to run Helm, and an endless chart."""

    server: HelmServer
    endless: Path

    def start(self, chart: Path, **variables: str) -> "subprocess.Popen[str]":
        """Start `swell generate`."""
        usual = self.server.variables | {"SWELL_HELM": str(HELM), "TMPDIR": str(self.server.folder.parent)}
        env = usual | {"SWELL_RENDERS": "1"} | variables
        pipe = subprocess.PIPE
        return subprocess.Popen([SWELL, "generate", chart], env=env, stdout=pipe, stderr=pipe, text=True)

    def run(self, chart: Path, **variables: str) -> tuple[int, str, str]:
        """Return the exit code, stdout and stderr of `swell generate`."""
        process = self.start(chart, **variables)
        out, err = process.communicate()
        return process.returncode, out, err

    def began(self, chart: Path) -> "subprocess.Popen[str]":
        """Start a render, and return it once the resident Helm works on it."""
        before, process = self.spent(), self.start(chart)
        for _ in range(1000):
            if self.spent() > before:
                return process
            time.sleep(0.02)
        raise AssertionError("it was not asked within 20 s")

    def spent(self) -> int:
        """Return the processor time of the resident Helm, in the system's ticks."""
        (pid,) = self.server.pids()
        return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


@pytest.fixture
def sidecar(tmp_path: Path) -> Iterator[Sidecar]:
    endless = tmp_path / "endless"
    (endless / "templates").mkdir(parents=True)
    (endless / "Chart.yaml").write_text("apiVersion: v2\nname: endless\nversion: 1.0.0\n")
    (endless / "templates/endless.yaml").write_text(ENDLESS)
    with helm_server(tmp_path / f"swell-renders-{os.getuid()}") as server:
        yield Sidecar(server, endless)


def test_a_swell_that_is_killed_frees_its_place_for_the_next_render(sidecar: Sidecar) -> None:
    first, pids = sidecar.run(CHARTS / "shop"), sidecar.server.pids()
    killed = sidecar.began(sidecar.endless)
    killed.kill()
    killed.communicate()

    assert sidecar.run(CHARTS / "shop", SWELL_TIMEOUT="30") == first
    assert sidecar.server.pids() == pids


def test_a_deadline_that_passes_is_told_as_of_helm_itself(sidecar: Sidecar) -> None:
    late = sidecar.run(sidecar.endless, SWELL_TIMEOUT="2")
    assert late[:2] == (2, "")
    assert late == sidecar.run(sidecar.endless, SWELL_TIMEOUT="2", SWELL_HELM_SERVER="off")


def test_a_resident_helm_that_is_lost_half_way_is_made_up_for_by_helm_itself(sidecar: Sidecar) -> None:
    large = sidecar.endless.parent / "large"
    (large / "templates").mkdir(parents=True)
    (large / "Chart.yaml").write_text("apiVersion: v2\nname: large\nversion: 1.0.0\n")
    (large / "templates/slow.yaml").write_text(
        "{{ range until 1000 }}{{ range until 10000 }}{{ end }}{{ end }}\n"
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: late}\n"
    )
    assert sidecar.run(CHARTS / "shop")[0] == 0
    running = sidecar.began(large)
    os.kill(sidecar.server.pids()[0], signal.SIGKILL)

    out, err = running.communicate()

    assert (running.returncode, out, err) == sidecar.run(large, SWELL_HELM_SERVER="off")
    assert "name: late" in out


def test_none_is_started_where_that_is_switched_off(sidecar: Sidecar) -> None:
    assert sidecar.run(CHARTS / "shop", SWELL_HELM_SERVER="off")[0] == 0
    assert sidecar.server.pids() == []
