import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resident import served
from setups import setup

from cmp.doctor.model import Result
from cmp.doctor.renderer import renderer


@contextmanager
def cmp_server(**variables: str) -> Iterator[None]:
    """Run a process that is called like argocd-cmp-server."""
    command = ["bash", "-c", "echo; exec -a /x/argocd-cmp-server sleep 600"]
    with subprocess.Popen(command, env={"PATH": os.defpath, **variables}, stdout=subprocess.PIPE) as running:
        path = Path(f"/proc/{running.pid}/cmdline")
        while not path.read_bytes().startswith(b"/x/argocd-cmp-server"):
            pass
        yield
        running.kill()


def found(home: Path, sidecar: str) -> list[Result]:
    """Return the results, those of other servers on this machine as well."""
    return list(renderer(setup(home, sidecar=sidecar)))


def test_a_server_that_answers_is_told_with_its_socket(tmp_path: Path) -> None:
    with served(tmp_path) as server, cmp_server(SWELL_SERVER=str(server.socket)):
        assert Result(thing="renderer", text=str(server.socket)) in found(tmp_path, str(tmp_path))
        assert found(tmp_path, "") == []


def test_a_server_that_has_ended_is_wrong(tmp_path: Path) -> None:
    with cmp_server(SWELL_SERVER=f"{tmp_path}/none"):
        (told,) = (one for one in found(tmp_path, str(tmp_path)) if str(tmp_path) in one.text)
    assert told.text.startswith(f"no server answers at {tmp_path}/none: No such file or directory; ")
    assert told.fix


def test_without_swell_sidecar_it_is_told_what_that_costs_and_nothing_is_wrong(tmp_path: Path) -> None:
    with cmp_server():
        told = found(tmp_path, str(tmp_path))
    assert [one for one in told if one.text.startswith("none: argocd-cmp-server was not started by") and not one.fix]
