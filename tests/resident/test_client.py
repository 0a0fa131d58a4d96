"""The image's client: what it starts, what it does without a server, and of whom it asks nothing."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import CHARTS
from image_program import PYTHON
from programs import SWELL
from resident import ALONE, Server, alone, served

SHOP = CHARTS / "shop"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_a_served_call_starts_no_python_of_its_own(server: Server, tmp_path: Path) -> None:
    client = shutil.copy2(server.client, tmp_path)  # without swell-alone beside it
    runs = {
        socket: subprocess.run(
            [client, "generate"],
            cwd=SHOP,
            env=server.environment(tmp_path, SWELL_SERVER=socket),
            capture_output=True,
            check=False,
        )
        for socket in (str(server.socket), str(tmp_path / "none"))
    }
    assert [run.returncode for run in runs.values()] == [0, 2]
    served, not_served = runs.values()
    assert (served.returncode, served.stdout) == alone(SHOP, server.environment(tmp_path))[:2]
    assert not_served.stdout == b""
    assert not_served.stderr.decode() == f"swell: {tmp_path}/swell-alone can't be started: no such file or directory\n"


@pytest.mark.parametrize("command", ["generate", "parameters"])
def test_a_served_command_prints_the_bytes_and_the_words_of_one_that_is_not(
    command: str, server: Server, tmp_path: Path
) -> None:
    variables = server.environment(tmp_path)
    assert server.run(SHOP, variables, command=command) == alone(SHOP, variables, command)


def test_an_error_is_told_as_without_a_server(server: Server, tmp_path: Path) -> None:
    variables = server.environment(tmp_path, ARGOCD_APP_PARAMETERS='[{"name": "enviroment", "string": "prod"}]')
    told = server.run(SHOP, variables)
    assert told == alone(SHOP, variables)
    assert told[0] == 2
    assert "enviroment" in told[2].splitlines()[0]


@pytest.mark.parametrize(
    ("name", "why"),
    [("none", "No such file or directory"), ("file", "Connection refused"), ("closed", "Connection refused")],
)
def test_without_a_server_the_client_works_by_itself_and_says_so_in_a_line(
    name: str, why: str, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with socket.socket(socket.AF_UNIX) as closed:
        closed.bind(str(tmp_path / "closed"))
    variables = server.environment(tmp_path, SWELL_SERVER=str(tmp_path / name))
    status, out, err = alone(SHOP, variables)
    assert server.run(SHOP, variables) == (status, out, f"{err}{ALONE}{why}\n")


@pytest.mark.parametrize("answer", [b"", b"H", b"X\0", b"E\0"])
def test_what_is_no_greeting_of_a_server_gets_no_request(answer: bytes, server: Server, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "odd"))
        listening.listen()
        running = server.start(SHOP, server.environment(tmp_path, SWELL_SERVER=str(tmp_path / "odd")))
        link, _ = listening.accept()
        link.sendall(answer)
        link.shutdown(socket.SHUT_WR)
        assert link.recv(1) == b""
        link.close()
        out, err = running.communicate()
    assert (running.returncode, out) == alone(SHOP, server.environment(tmp_path))[:2]
    assert ALONE in err.decode()


def test_a_server_of_another_user_is_told_nothing(server: Server, tmp_path: Path) -> None:
    if os.getuid():
        pytest.skip("only root can be another user")
    code = (
        "import os, socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); os.setuid(65534); s.listen();"
        "print(flush=True); print(s.accept()[0].recv(1))"
    )
    forged = str(tmp_path / "forged")
    with subprocess.Popen([PYTHON, "-c", code, forged], stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        status, _, err = server.run(SHOP, server.environment(tmp_path, SWELL_SERVER=forged))
        assert status == 0
        assert err.endswith(f"{ALONE}it belongs to another user\n")
        assert other.stdout.read() == b"b''\n"


def test_a_command_with_arguments_is_none_of_the_servers(server: Server, tmp_path: Path) -> None:
    variables = server.environment(tmp_path, SWELL_SERVER=str(tmp_path / "none"))
    run = subprocess.run([server.client, "generate", str(SHOP)], env=variables, capture_output=True, check=False)
    assert (run.returncode, run.stderr.count(b"\n")) == (0, 1)


def test_the_program_without_its_client_renders_and_says_so(server: Server, tmp_path: Path) -> None:
    run = subprocess.run(
        [SWELL, "generate"], cwd=SHOP, env=server.environment(tmp_path), capture_output=True, check=False
    )
    status, out, err = alone(SHOP, server.environment(tmp_path))
    assert (run.returncode, run.stdout) == (status, out)
    assert run.stderr.decode() == f"{err}{ALONE}its client is not in this image\n"
