"""What Kubernetes asks in the sidecar, of the real argocd-cmp-server."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from programs import TOP
from resident import until
from sidecar_container import Container, contained


@pytest.fixture
def sidecar(built: Path, tmp_path: Path) -> Iterator[Container]:
    """A sidecar of Argo CD's own program and Swell's plugin.yaml."""
    (tmp_path / "config").mkdir()
    shutil.copy(TOP / "plugin.yaml", tmp_path / "config")
    command = [built / "argocd-cmp-server", "--config-dir-path", tmp_path / "config"]
    with contained(tmp_path, command, ARGOCD_PLUGINSOCKFILEPATH=str(tmp_path), HOME=str(tmp_path)) as running:
        yield running


def test_it_is_ready_and_live_until_it_answers_nothing(sidecar: Container, tmp_path: Path) -> None:
    until(lambda: sidecar.probe("ready") == (0, "ok\n"))
    assert sidecar.probe("live") == (0, "ok\n")
    os.kill(sidecar.main, signal.SIGSTOP)
    told = f"swell: argocd-cmp-server does not answer at {tmp_path}/swell.sock: nothing comes.\n"
    assert [sidecar.probe(what) for what in ("live", "ready")] == [(1, told), (1, told)]
    os.kill(sidecar.main, signal.SIGCONT)
    assert sidecar.probe("live") == (0, "ok\n")
    assert "error" not in (tmp_path / "log").read_text()
