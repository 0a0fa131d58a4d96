"""The bounds of this process: the moment by which its work must be done, and the memory that it may take."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from programs import SWELL

from cmp.errors import ShortageError
from cmp.system.bounds import Bounds, OverdueError
from cmp.system.process import Deadline, finish, start

_PLENTY, _LONG = 1 << 40, 1000
_MANY, _LARGE = (
    "".join(
        f"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{number}}}\ndata: {{text: {'x' * size}}}\n"
        for number in range(40_000)
    )
    for size in (1, 1500)
)


def test_a_loop_without_end_ends_at_the_deadline_though_it_catches_what_it_can() -> None:
    rounds = 0
    with pytest.raises(OverdueError) as caught, Bounds(Deadline.after(0.01), _PLENTY, _LONG):  # noqa: PT012
        while True:
            try:
                rounds += 1
            except Exception:  # noqa: BLE001, S112  (what no loop of Swell may do, and does not help one that does)
                continue
    assert rounds
    assert "SWELL_TIMEOUT" in caught.value.error.fix


def test_the_earlier_deadline_of_a_policy_counts_and_is_named() -> None:
    long = Deadline.after(1000)
    with pytest.raises(OverdueError) as caught, Bounds(long, _PLENTY, _LONG) as bounds:  # noqa: PT012
        bounds.expect(long.lowered(0.01, source="limits.timeout in /etc/swell/policy.yaml"))
        while True:
            pass
    assert "limits.timeout in /etc/swell/policy.yaml" in caught.value.error.fix


def test_a_deadline_that_was_kept_rings_no_more() -> None:
    with Bounds(Deadline.after(0.01), _PLENTY, _LONG):
        pass
    assert finish(start(("/bin/sleep", "0.6"), env={}), deadline=Deadline.after(60)).status == 0


def test_more_memory_than_is_allowed_is_an_error_that_names_the_bound_and_the_bound_is_lifted() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with (
        pytest.raises(ShortageError, match="more than 4096 MiB of memory") as caught,
        Bounds(Deadline.after(60), 4 << 30, _LONG),
    ):
        bytearray(5 << 30)
    assert "SWELL_MEMORY_BYTES" in caught.value.fix
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_a_lower_bound_of_the_machine_stays() -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (3 << 30, before[1]))
    try:
        with Bounds(Deadline.after(60), 4 << 30, _LONG):
            assert resource.getrlimit(resource.RLIMIT_DATA)[0] == 3 << 30
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def test_a_program_that_is_started_inside_has_the_same_bound() -> None:
    asked = "import resource; print(resource.getrlimit(resource.RLIMIT_DATA)[0])"
    with Bounds(Deadline.after(60), 4 << 30, _LONG):
        told = finish(start((sys.executable, "-c", asked), env={}), deadline=Deadline.after(60))
    assert told.stdout == b"%d\n" % (4 << 30)


@pytest.mark.parametrize("command", ["generate", "plan", "check"])
@pytest.mark.parametrize(
    ("variable", "value", "stream", "story"),
    [
        ("SWELL_TIMEOUT", "1", _MANY, "swell: the work had not ended after 1 s, and was stopped."),
        ("SWELL_CPU_SECONDS", "1", _MANY, "swell: the work had taken 1 s of a processor, and was stopped."),
        ("SWELL_MEMORY_BYTES", "134217728", _LARGE, "swell: the work needed more than 128 MiB of memory, and was"),
    ],
)
def test_a_command_within_its_bounds_prints_nothing_on_stdout(
    command: str, variable: str, value: str, stream: str, story: str
) -> None:
    run = subprocess.run(
        [SWELL, command, "-"],
        input=stream,
        env={"PATH": os.environ["PATH"], variable: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    first, fix = run.stderr.splitlines()
    assert first.startswith(story)
    assert variable in fix


def test_an_error_names_the_lower_bound_under_which_swell_was_started(tmp_path: Path) -> None:
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: shop\nversion: 1.0.0\n")
    run = subprocess.run(
        ["/bin/sh", "-c", 'ulimit -v 153600; exec "$0" generate "$1"', SWELL, str(tmp_path)],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    first, fix = run.stderr.splitlines()
    assert first.startswith("swell: helm needed more than 150 MiB of memory, and was stopped.")
    assert "ulimit -v" in fix


def test_the_time_of_a_processor_is_that_of_this_process_and_waits_do_not_count() -> None:
    began = time.process_time()
    busy = "import time\nwhile time.process_time() < 2: pass"
    with pytest.raises(OverdueError) as caught, Bounds(Deadline.after(100), _PLENTY, 1):  # noqa: PT012
        finish(start((sys.executable, "-c", busy), env={}), deadline=Deadline.after(60))
        time.sleep(1.2)
        assert time.process_time() - began < 1
        _endless()
    assert time.process_time() - began < 3
    assert str(caught.value.error) == "the work had taken 1 s of a processor, and was stopped"
    assert "SWELL_CPU_SECONDS" in caught.value.error.fix


def test_the_time_of_a_processor_of_those_inside_does_not_count() -> None:
    with Bounds(Deadline.after(100), _PLENTY, 1) as outer:
        for _ in range(2):
            with pytest.raises(OverdueError), Bounds(Deadline.after(100), _PLENTY, 1):
                _endless()
        assert outer
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_outside_of_the_with_no_deadline_is_set() -> None:
    bounds = Bounds(Deadline.after(1000), _PLENTY, _LONG)
    bounds.expect(Deadline.after(0))
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    with bounds:
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 900
    bounds.expect(Deadline.after(0))
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_bounds_around_others_go_on_when_those_end_and_their_time_does_not_count() -> None:
    inner = Deadline.after(1000).lowered(0.01, source="the inner one")
    with pytest.raises(OverdueError) as caught, Bounds(Deadline.after(0.2), _PLENTY, _LONG):  # noqa: PT012
        with Bounds(Deadline.after(1000), _PLENTY, _LONG):
            time.sleep(1.5)
        with pytest.raises(OverdueError) as inside, Bounds(inner, _PLENTY, _LONG):
            _endless()
        _endless()
    assert "the inner one" in inside.value.error.fix
    assert "SWELL_TIMEOUT" in caught.value.error.fix


_APPLICATION = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\n"


def _endless() -> None:
    while True:
        pass


@pytest.mark.parametrize(
    "words",
    [
        ("readers", "--changed", "HEAD~1..HEAD", "--apps", "apps"),
        ("release", "apps"),
        ("convert", "apps/many.yaml"),
        ("stuck", "large.yaml"),
    ],
    ids=lambda words: words[0],
)
def test_a_command_that_reads_much_besides_renders_ends_in_time(tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "apps").mkdir()
    (tmp_path / "swell.yaml").write_text("apiVersion: swell/v1\nrelease: {label: group, groups: [a]}\n")
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", tmp_path)
    subprocess.run([*git, "init", "-q"], check=True)
    for text in ("", f"# no Application\n{_MANY * 5}"):  # as much as is read: seconds, whatever the machine
        (tmp_path / "apps/many.yaml").write_text(text)
        subprocess.run([*git, "add", "."], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "many"], check=True)
    resources = "".join(f"  - {{kind: ConfigMap, version: v1, name: c{number}}}\n" for number in range(300_000))
    (tmp_path / "large.yaml").write_text(f"{_APPLICATION}status:\n  resources:\n{resources}")
    run = subprocess.run(
        [SWELL, *words],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "SWELL_TIMEOUT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("swell: the work had not ended after 1 s, and was stopped.")
