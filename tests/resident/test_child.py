"""The process of a render is as its client: folder, environment, mask, limits, outputs; and as no client before."""

import json
import os
import resource
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from cases import CHARTS, Case, all_cases
from resident import Server, alone, children, served, until

SHOP = CHARTS / "shop"
CASES = [case for case in all_cases() if case.arguments == ["generate"] and "stdin" not in case.said]
TELLING = """#!/bin/sh
exec 9>&1 >'{folder}/told'
env | sort; umask; pwd; ulimit -a; grep -E 'Sig(Blk|Ign|Cgt)' /proc/self/status; ls -l /proc/$$/fd
exec >&9 9>&-
exec '{helm}' "$@"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has served a render with another environment before."""
    with served(tmp_path_factory.mktemp("server"), LEFT="of the server", TZ="Asia/Tokyo") as running:
        folder = tmp_path_factory.mktemp("before")
        running.run(SHOP, running.environment(folder, ARGOCD_ENV_PASSWORD="of-another", GOGC="77"), umask=0o007)
        yield running


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_cases_have_the_same_bytes_and_words(case: Case, server: Server, tmp_path: Path) -> None:
    found = []
    for name in ("alone", "served"):
        (tmp_path / name).mkdir()
        app = case.lay(tmp_path / name)
        variables = case.environment(tmp_path / name, case.helms[0])
        way = alone if name == "alone" else server.run
        found.append(way(app, variables | {"SWELL_SERVER": str(server.socket)}))
    assert found[0][0] == case.said.get("exit", 0)
    first, second = (
        tuple(str(part).replace(str(tmp_path / name), "") for part in one)
        for name, one in zip(("alone", "served"), found, strict=True)
    )
    assert first == second


def telling(folder: Path, server: Server) -> Path:
    """Write a Helm that tells what it was given before it renders."""
    program = folder / "helm"
    helm = server.environment(folder)["SWELL_HELM"]
    program.write_text(TELLING.format(folder=folder, helm=helm))
    program.chmod(0o755)
    return program


def test_helm_is_started_with_the_same_in_every_respect(server: Server, tmp_path: Path) -> None:
    variables = server.environment(tmp_path, SWELL_HELM=str(telling(tmp_path, server)), TZ="UTC", LANG="C.UTF-8")

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (333, 333))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))

    told = []
    for socket in ("", str(server.socket)):
        running = server.start(SHOP, variables | {"SWELL_SERVER": socket}, umask=0o027, preexec_fn=limited)
        running.communicate()
        assert running.returncode == 0
        lines = (tmp_path / "told").read_text().splitlines()
        told.append([line if " -> " not in line else "a descriptor" for line in lines])
    assert told[0] == told[1]
    assert "0027" in told[0]


def test_as_many_descriptors_may_be_open_as_the_server_may_have_and_its_client_could(tmp_path: Path) -> None:
    told = []
    for number, limits in enumerate(("300:1000", "600:1000")):
        folder = tmp_path / str(number)
        folder.mkdir()
        with served(folder, under=("prlimit", f"--nofile={limits}")) as server:
            variables = server.environment(folder, SWELL_HELM=str(telling(folder, server)))
            limit = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (400, 500))
            server.start(SHOP, variables, preexec_fn=limit).communicate()
        lines = (folder / "told").read_text().splitlines()
        told.extend(line.split()[-1] for line in lines if line.startswith("nofiles"))
    assert told == ["300", "500"]


def test_nothing_of_an_environment_reaches_the_next_render(server: Server, tmp_path: Path) -> None:
    variables = server.environment(tmp_path, SWELL_HELM=str(telling(tmp_path, server)))
    assert server.run(SHOP, variables | {"GOMAXPROCS": "1", "GODEBUG": "x=1"})[0] == 0
    assert "GOMAXPROCS=1" in (tmp_path / "told").read_text()
    assert server.run(SHOP, variables)[0] == 0
    told = (tmp_path / "told").read_text()
    assert not [word for word in ("GOMAXPROCS", "GODEBUG", "of-another", "LEFT", "Tokyo") if word in told]
    assert "GOGC=400" in told


def test_a_variable_of_any_bytes_and_of_any_length_arrives(server: Server, tmp_path: Path) -> None:
    long = "x" * 100_000
    parameters = json.dumps([{"name": "values", "string": f"a: {long}"}])
    more = {f"MORE_{number}": long for number in range(8)}
    variables = server.environment(tmp_path, ARGOCD_APP_PARAMETERS=parameters, ODD="\udcff=\n", **more)
    assert server.run(SHOP, variables) == alone(SHOP, variables)


def test_a_working_directory_that_is_gone_is_told_as_without_a_server(server: Server, tmp_path: Path) -> None:
    told = []
    for socket in ("", str(server.socket)):
        app = tmp_path / "gone"
        app.mkdir()
        variables = server.environment(tmp_path, SWELL_SERVER=socket)
        running = server.start(app, variables, preexec_fn=app.rmdir)
        told.append((*running.communicate(), running.returncode))
    assert told[0] == told[1]
    assert told[0][2] == 2
    assert told[0][1].startswith(b"swell: the working directory is gone: ")


@pytest.mark.parametrize("which", [1, 2])
def test_an_output_that_is_full_or_closed_is_told_as_without_a_server(
    which: int, server: Server, tmp_path: Path
) -> None:
    for place in ("/dev/full", ""):
        told = []
        for socket in ("", str(server.socket)):
            reader, writer = os.pipe()
            os.close(reader)
            output = os.open(place, os.O_WRONLY) if place else writer
            given = {"stdout" if which == 1 else "stderr": output}
            running = server.start(SHOP, server.environment(tmp_path, SWELL_SERVER=socket), **given)
            told.append((*running.communicate(), running.returncode))
            os.close(writer)
            if place:
                os.close(output)
        assert told[0] == told[1]


def test_an_interrupted_client_takes_its_render_along(server: Server, tmp_path: Path) -> None:
    program = tmp_path / "helm"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/started'\nsleep 600\n")
    program.chmod(0o755)
    running = server.start(SHOP, server.environment(tmp_path, SWELL_HELM=str(program)))
    until((tmp_path / "started").exists)
    (render,) = server.renders
    assert children(render)
    running.send_signal(signal.SIGINT)
    assert running.communicate() == (b"", b"")
    assert running.returncode == -signal.SIGINT  # which a shell calls 130
    until(lambda: not server.renders)
