"""What operators see of real renders in a sidecar: a line of log for each, and metrics."""

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from image_program import PYTHON
from programs import SWELL
from prometheus_client.parser import text_string_to_metric_families
from registries import free_port
from resident import ALONE, Gate, alive, children, rendering, until
from sidecars import SHOP, TELLING, Sidecar, started

FAULTY = {"ARGOCD_APP_PARAMETERS": '[{"name": "enviroment", "string": "hunter2"}]'}


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def sidecar(tmp_path: Path, port: int) -> Iterator[Sidecar]:
    asked = {"SWELL_METRICS": f"127.0.0.1:{port}", "SWELL_LOG": "json"}
    with started(tmp_path, PYTHON, "-c", TELLING, **asked) as running:
        yield running


def scraped(port: int) -> dict[str, float]:
    """Return the metrics that are not zero, each as a scrape has it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        families = text_string_to_metric_families(answer.read().decode())
    found = ((sample, family) for family in families for sample in family.samples)
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for sample, _ in found
        if sample.value and not sample.name.endswith(("_bucket", "_sum"))
    }


def test_each_render_is_a_line_and_counts(sidecar: Sidecar, port: int, tmp_path: Path) -> None:
    store = {"SWELL_STORE": str(tmp_path / "store"), "ARGOCD_APP_PROJECT_NAME": "shops"}
    first, *more = (sidecar.render(tmp_path, **store) for _ in range(4))
    assert {one[:2] for one in more} == {first[:2]}
    assert sidecar.render(tmp_path, **FAULTY)[0] == 2

    *good, bad = sidecar.events(5)
    until(lambda: scraped(port).get("swell_render_failures_total request"))

    assert [event["outcome"] for event in good] == ["rendered", "known", "known", "known"]
    assert {(event["application"], event["project"], event["cause"]) for event in good} == {("web", "shops", None)}
    assert all(0 < event["seconds"] < 60 for event in good)
    assert [event["waited"] is None for event in good] == [False, True, True, True]
    assert (bad["outcome"], bad["cause"], bad["waited"]) == ("failed", "request", None)
    assert scraped(port) == {
        "swell_build_info 0.1.0": 1,
        "swell_server_starts_total": 1,
        "swell_render_seconds_count rendered": 1,
        "swell_render_seconds_count known": 3,
        "swell_render_seconds_count failed": 1,
        "swell_render_wait_seconds_count": 1,
        "swell_render_failures_total request": 1,
    }
    assert "hunter2" not in sidecar.log.read_text()


def test_a_render_that_waits_is_killed_or_left_alone_says_so(sidecar: Sidecar, port: int, tmp_path: Path) -> None:
    gate, server = Gate(tmp_path), sidecar.client_of
    held = server.environment(tmp_path, SWELL_HELM=str(gate.program), SWELL_RENDERS="1")
    left = server.start(SHOP, held)
    gate.arrived()
    assert server.run(SHOP, held | {"SWELL_TIMEOUT": "1"})[0] == 2
    left.kill()
    left.communicate()
    until(lambda: not rendering(sidecar.server))
    killed = server.start(SHOP, held)
    gate.arrived(2)
    os.kill(*rendering(sidecar.server), signal.SIGKILL)
    killed.communicate()

    queued, gone, lost = sidecar.events(3)

    assert [event["cause"] for event in (queued, gone, lost)] == ["queue", "gone", "killed"]
    assert queued["waited"] >= 0.9
    assert {event["application"] for event in (queued, gone, lost)} == {"web"}
    until(lambda: scraped(port).get("swell_render_failures_total killed") == 1)


def test_a_collector_that_is_stopped_or_killed_holds_no_render_up(sidecar: Sidecar, port: int, tmp_path: Path) -> None:
    before = sidecar.collector
    os.kill(before, signal.SIGSTOP)
    assert sidecar.render(tmp_path)[0] == 0
    os.kill(before, signal.SIGKILL)
    until(lambda: sidecar.collector not in (0, before))
    assert ALONE not in sidecar.render(tmp_path)[2]
    assert len(sidecar.events(2)) == 2  # what was written meanwhile is there: the pipe has kept it
    until(lambda: scraped(port).get("swell_render_seconds_count rendered") == 2)
    assert "swell: the collector has ended (SIGKILL) and starts again in 1 s" in sidecar.log.read_text()


def test_a_server_that_starts_again_is_counted_by_the_same_collector(sidecar: Sidecar, port: int) -> None:
    collector, before = sidecar.collector, sidecar.server
    os.kill(before, signal.SIGKILL)
    until(lambda: sidecar.server not in (0, before))
    until(lambda: scraped(port).get("swell_server_starts_total") == 2)
    assert sidecar.collector == collector


def test_all_ends_with_the_sidecar(sidecar: Sidecar) -> None:
    both = sidecar.collector, sidecar.server
    sidecar.process.kill()  # which lets it stop nothing
    until(lambda: not any(map(alive, both)))


def test_a_port_that_is_taken_stops_no_render(tmp_path: Path, port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with started(tmp_path, PYTHON, "-c", TELLING, SWELL_METRICS=f"127.0.0.1:{port}") as sidecar:
            said = f"swell: can't serve metrics at 127.0.0.1, port {port}: "
            until(lambda: said in sidecar.log.read_text())
            assert ALONE not in sidecar.render(tmp_path)[2]


@pytest.mark.parametrize(
    ("variable", "text"),
    [("SWELL_METRICS", text) for text in ("on", "0", "65536", "127.0.0.1", "9464:", ":x", "-1")]
    + [("SWELL_LOG", "yes")],
)
def test_a_wrong_variable_stops_the_sidecar_at_its_start_with_one_line(
    variable: str, text: str, tmp_path: Path
) -> None:
    env = {"PATH": os.defpath, "TMPDIR": str(tmp_path), variable: text}
    run = subprocess.run([SWELL, "sidecar", "/bin/true"], env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"swell: {variable} must be ")
    assert run.stderr.count("\n") == 2
    assert list(tmp_path.iterdir()) == []


def test_unless_it_is_asked_for_there_is_no_collector_and_no_line(tmp_path: Path) -> None:
    with started(tmp_path, PYTHON, "-c", TELLING) as sidecar:
        assert sidecar.render(tmp_path)[0] == 0
        assert len(children(sidecar.process.pid)) == 2
        assert sidecar.collector == 0
        assert sidecar.log.read_text() == ""
