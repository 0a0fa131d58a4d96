"""The server under kills at every step: a client gets one whole answer or none, and nothing is left behind."""

import os
import resource
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import CHARTS
from resident import ALONE, Gate, Server, alive, alone, served, until

SHOP = CHARTS / "shop"
REAPED = "swell: the render was killed (SIGKILL) before it had finished. Nothing was applied; what runs stays.\n  fix: "
MANY = 64
LARGE = """apiVersion: v1
kind: ConfigMap
metadata: {name: large}
data: {large: {{ repeat 300000 "x" }}}
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "server").mkdir()
    with served(tmp_path / "server") as running:
        yield running


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    waiting = Gate(tmp_path)
    yield waiting
    waiting.open()  # what a killed client has left at it ends


def whole(tmp_path: Path, server: Server, app: Path = SHOP) -> bytes:
    """Return what is printed without a server."""
    status, out, _ = alone(app, server.environment(tmp_path))
    assert status == 0
    return out


def large(tmp_path: Path) -> Path:
    """Write a chart whose manifests fill a pipe that no process reads."""
    (tmp_path / "large/templates").mkdir(parents=True)
    (tmp_path / "large/Chart.yaml").write_text("apiVersion: v2\nname: large\nversion: 1.0.0\n")
    (tmp_path / "large/templates/large.yaml").write_text(LARGE)
    return tmp_path / "large"


def test_a_render_is_one_child_of_the_server_and_its_client_has_no_child(
    server: Server, gate: Gate, tmp_path: Path
) -> None:
    running = server.start(SHOP, server.environment(tmp_path, SWELL_HELM=str(gate.program)))
    (helm,) = gate.arrived()
    (render,) = server.renders
    assert os.getpgid(helm) == os.getpgid(render) == render
    gate.open()
    out, err = running.communicate()
    assert (running.returncode, out) == (0, whole(tmp_path, server))
    assert err.startswith(b"swell: web: ")
    until(lambda: not server.renders)


@pytest.mark.parametrize("sent", [0, 1, 3, 5, 4000])
def test_a_client_that_is_gone_before_its_request_is_whole_leaves_nothing(sent: int, server: Server) -> None:
    before = server.at_rest()
    with socket.socket(socket.AF_UNIX) as link:
        link.connect(str(server.socket))
        assert link.recv(2) == b"H\0"
        request = (5000).to_bytes(4, "big") + b"generate\0" + b"x" * 5000
        if sent:
            socket.send_fds(link, [request[:sent]], [0, 1, 2])
        until(lambda: server.renders)
    until(lambda: not server.renders)
    until(lambda: server.descriptors == before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_client_that_is_killed_takes_its_render_and_its_helm_with_it(
    number: signal.Signals, server: Server, gate: Gate, tmp_path: Path
) -> None:
    before = server.at_rest()
    running = server.start(SHOP, server.environment(tmp_path, SWELL_HELM=str(gate.program)))
    (helm,) = gate.arrived()
    (render,) = server.renders
    running.send_signal(number)
    assert running.communicate() == (b"", b"")
    until(lambda: not alive(render) and not alive(helm) and not server.renders)
    until(lambda: server.descriptors == before)


def test_a_client_that_is_killed_while_its_render_prints_takes_it_along(server: Server, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    running = server.start(large(tmp_path), server.environment(tmp_path), stdout=writer, stderr=subprocess.DEVNULL)
    os.close(writer)
    assert os.read(reader, 4) == b"---\n"  # and no more, so that the pipe is full
    (render,) = server.renders
    running.kill()
    running.wait()
    until(lambda: not alive(render) and not server.renders)
    os.close(reader)


def test_a_render_that_is_killed_is_an_error_of_its_client_and_the_server_goes_on(
    server: Server, gate: Gate, tmp_path: Path
) -> None:
    running = server.start(SHOP, server.environment(tmp_path, SWELL_HELM=str(gate.program)))
    (helm,) = gate.arrived()
    (render,) = server.renders
    os.kill(render, signal.SIGKILL)
    out, err = running.communicate()
    assert (running.returncode, out) == (2, b"")
    assert err.decode().startswith(REAPED)
    assert err.count(b"\n") == 2
    until(lambda: not alive(helm))
    gate.open()
    assert server.run(SHOP, server.environment(tmp_path))[:2] == (0, whole(tmp_path, server))


def test_a_helm_that_is_killed_is_the_same_error_as_without_a_server(
    server: Server, gate: Gate, tmp_path: Path
) -> None:
    running = server.start(SHOP, server.environment(tmp_path, SWELL_HELM=str(gate.program)))
    os.kill(gate.arrived()[0], signal.SIGKILL)
    out, err = running.communicate()
    assert (running.returncode, out) == (2, b"")
    assert err.startswith(
        b"swell: helm was killed (SIGKILL) before it had finished. Nothing was applied; what runs stays."
    )


def test_a_server_that_is_killed_before_it_accepts_leaves_a_client_that_renders(server: Server, tmp_path: Path) -> None:
    server.process.send_signal(signal.SIGSTOP)
    running = server.start(SHOP, server.environment(tmp_path))
    until(lambda: _waits(running.pid))
    server.process.kill()
    out, err = running.communicate()
    assert (running.returncode, out) == (0, whole(tmp_path, server))
    assert ALONE in err.decode()


def test_a_server_that_does_not_answer_is_waited_for_a_while_and_then_not_given_anything(
    server: Server, tmp_path: Path
) -> None:
    server.process.send_signal(signal.SIGSTOP)
    status, out, err = server.run(SHOP, server.environment(tmp_path))
    assert (status, out) == (0, whole(tmp_path, server))
    assert err.endswith(f"{ALONE}it does not answer\n")
    server.process.send_signal(signal.SIGCONT)
    until(lambda: not server.renders)
    assert server.run(SHOP, server.environment(tmp_path))[:2] == (0, out)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGSEGV])
def test_a_server_that_ends_takes_its_renders_along_and_their_clients_render_by_themselves(
    number: signal.Signals, server: Server, gate: Gate, tmp_path: Path
) -> None:
    running = server.start(SHOP, server.environment(tmp_path, SWELL_HELM=str(gate.program)))
    (helm,) = gate.arrived()
    (render,) = server.renders
    server.process.send_signal(number)
    gate.arrived(2)
    assert not alive(render)
    until(lambda: not alive(helm))
    gate.open()
    out, err = running.communicate()
    assert (running.returncode, out) == (0, whole(tmp_path, server))
    assert err.decode().endswith(f"{ALONE}it has ended\n")
    assert err.count(b"swell: web: ") == 1


def test_a_server_that_ends_while_a_render_prints_leaves_an_error_and_no_second_output(
    server: Server, tmp_path: Path
) -> None:
    app = large(tmp_path)
    expected = whole(tmp_path, server, app)
    reader, writer = os.pipe()
    running = server.start(app, server.environment(tmp_path), stdout=writer)
    os.close(writer)
    found = os.read(reader, 4)
    (render,) = server.renders
    server.process.kill()
    until(lambda: not alive(render))
    while chunk := os.read(reader, 1 << 16):
        found += chunk
    os.close(reader)
    err = running.communicate()[1].decode()
    assert running.returncode == 2
    assert expected.startswith(found)
    assert len(found) < len(expected)
    assert err.startswith("swell: the render was lost before it had finished. Nothing was applied;")


def test_a_server_that_ends_after_a_render_changes_nothing_for_its_client(
    server: Server, gate: Gate, tmp_path: Path
) -> None:
    running = server.start(SHOP, server.environment(tmp_path, SWELL_HELM=str(gate.program)))
    gate.arrived()
    (render,) = server.renders
    running.send_signal(signal.SIGSTOP)
    gate.open()
    until(lambda: not alive(render))
    server.process.kill()
    server.process.wait()
    running.send_signal(signal.SIGCONT)
    out, err = running.communicate()
    assert (running.returncode, out) == (0, whole(tmp_path, server))
    assert err.startswith(b"swell: web: ")


def test_a_server_ends_with_the_process_that_has_started_it(server: Server, gate: Gate, tmp_path: Path) -> None:
    running = server.start(SHOP, server.environment(tmp_path, SWELL_HELM=str(gate.program)))
    gate.arrived()
    (render,) = server.renders
    assert server.process.stdin
    server.process.stdin.close()
    assert server.process.wait(60) == 0
    until(lambda: not alive(render))
    running.kill()
    running.communicate()


def test_many_at_once_are_all_answered(server: Server, tmp_path: Path) -> None:
    before = server.at_rest()
    expected = whole(tmp_path, server)
    variables = server.environment(tmp_path, SWELL_RENDERS="2")
    running = [server.start(SHOP, variables) for _ in range(MANY)]
    answers = [(*one.communicate(), one.returncode) for one in running]
    assert {(out, status) for out, _, status in answers} == {(expected, 0)}
    assert {err.partition(b":")[0] for _, err, _ in answers} == {b"swell"}
    assert not [err for _, err, _ in answers if ALONE in err.decode()]
    until(lambda: not server.renders)
    until(lambda: server.descriptors == before)


def test_a_server_without_a_free_descriptor_leaves_clients_to_themselves_and_recovers(
    gate: Gate, tmp_path: Path
) -> None:
    (tmp_path / "few").mkdir()
    with served(tmp_path / "few", under=("prlimit", "--nofile=24:24")) as server:
        expected, before = whole(tmp_path, server), server.at_rest()
        variables = server.environment(tmp_path, SWELL_HELM=str(gate.program), SWELL_RENDERS="99")
        running = [server.start(SHOP, variables, preexec_fn=few) for _ in range(15)]
        gate.arrived(15)
        gate.open()
        answers = [(*one.communicate(), one.returncode) for one in running]
        assert {(out, status) for out, _, status in answers} == {(expected, 0)}
        assert {ALONE in err.decode() for _, err, _ in answers} == {True, False}
        until(lambda: server.descriptors == before)
        again = server.run(SHOP, server.environment(tmp_path), preexec_fn=few)
        assert ALONE not in again[2]


def few() -> None:
    """Allow as few descriptors as that server has, since a render gets its client's limits."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))


def test_a_client_with_a_higher_limit_than_the_server_may_give_renders_by_itself(tmp_path: Path) -> None:
    powerless = ("setpriv", "--bounding-set=-sys_resource", "--inh-caps=-sys_resource") if os.getuid() == 0 else ()
    (tmp_path / "low").mkdir()
    with served(tmp_path / "low", under=("prlimit", "--nofile=256:256", *powerless)) as server:
        status, out, err = server.run(SHOP, server.environment(tmp_path))
        assert (status, out) == (0, whole(tmp_path, server))
        assert err.endswith(f"{ALONE}it has ended\n")


def test_two_hundred_renders_leave_no_descriptor_no_process_and_no_file(server: Server, tmp_path: Path) -> None:
    app = tmp_path / "none"
    app.mkdir()
    (app / "objects.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    (app / "swell.yaml").write_text("apiVersion: swell/v1\nmanifests: [objects.yaml]\n")
    variables = server.environment(tmp_path)
    before = server.at_rest(), server.renders
    for _ in range(200):
        status, out, _ = server.run(app, variables)
        assert (status, out.count(b"kind:")) == (0, 1)
    until(lambda: (server.descriptors, server.renders) == before)
    assert {path.name.rpartition("-")[0] for path in (tmp_path / "tmp").iterdir()} <= {"swell-renders"}


def test_a_client_of_another_user_is_not_heard(server: Server) -> None:
    if os.getuid():
        pytest.skip("only root can be another user")
    code = f"import socket; s = socket.socket(socket.AF_UNIX); s.connect({str(server.socket)!r}); print(s.recv(2))"
    for folder in (*server.socket.parents, server.socket):  # as if no folder were in the way
        if folder.owner() == "root" and folder.is_relative_to("/tmp") and str(folder) != "/tmp":  # noqa: S108
            folder.chmod(0o777)
    server.socket.chmod(0o777)
    run = subprocess.run(["python3", "-c", code], user=65534, capture_output=True, text=True, check=False)
    assert (run.stdout, run.returncode) == ("b''\n", 0), run.stderr


def _waits(pid: int) -> bool:
    """Tell whether a client sleeps and has its socket."""
    state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    opened = [os.readlink(path) for path in Path(f"/proc/{pid}/fd").iterdir()]
    return state == "S" and any(path.startswith("socket:") for path in opened)
