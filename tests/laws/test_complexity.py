"""Work grows by no more than n log n in each dimension, and stays below 20 s of processor time and 1 GB.

What is counted are the calls of functions, Python's own included: seconds would depend on the machine.
"""

import math
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from chart_products import CHART_PRODUCTS
from dimensions import (
    GENERATORS,
    Files,
    files_of_values,
    hooks_after_all,
    hooks_of_one_weight,
    locked,
    objects,
    read,
    released,
    versions,
)
from products import PRODUCTS
from programs import helm

SMALL, LARGE = 1_000, 16_000
FEW, MANY = 500, 4_000  # of what is also simulated, checked and told
SCANT, AMPLE = 200, 1_600  # of what Helm renders as well
SECONDS, BYTES = 20, 1 << 30
_RUN = "import sys; sys.argv = ['swell', 'generate', '.']; from cmp.__main__ import main; main()"
# All of main but its os._exit, after which no number could be written.
_COUNTED = """
import cProfile, gc, sys
sys.argv = ["swell", *"COMMAND".split(), "."]
gc.disable()
from cmp.cli.commands import swell
from cmp.cli.failure import reported
profile = cProfile.Profile()
status = profile.runcall(reported, lambda: swell(standalone_mode=False) or 0, "COMMAND")
with open("calls", "w") as file:
    file.write(str(sum(entry.callcount for entry in profile.getstats())))
sys.exit(status)
"""


@pytest.mark.parametrize("made", GENERATORS, ids=lambda made: made.__name__)
def test_the_counted_steps_grow_by_no_more_than_n_log_n(made: Callable[[int], Files], tmp_path: Path) -> None:
    few, many = (counted("generate", made(size), tmp_path / str(size)) for size in (SMALL, LARGE))
    assert few > 0
    assert many / few <= LARGE * math.log(LARGE) / (SMALL * math.log(SMALL))


@pytest.mark.parametrize("command", ["plan", "check"])
@pytest.mark.parametrize(
    "made", [objects, hooks_of_one_weight, hooks_after_all, versions, files_of_values], ids=lambda made: made.__name__
)
def test_a_plan_and_its_checks_grow_by_no_more_than_n_log_n(
    made: Callable[[int], Files], command: str, tmp_path: Path
) -> None:
    few, many = (counted(command, made(size), tmp_path / str(size)) for size in (FEW, MANY))
    assert few > 0
    assert many / few <= MANY * math.log(MANY) / (FEW * math.log(FEW))


@pytest.mark.parametrize("made", PRODUCTS, ids=lambda made: made.__name__)
def test_what_has_to_do_with_as_much_of_something_else_is_no_product(
    made: Callable[[int], Files], tmp_path: Path
) -> None:
    few, many = (counted("plan", made(size), tmp_path / str(size)) for size in (FEW, MANY))
    assert few > 0
    assert many / few <= MANY * math.log(MANY) / (FEW * math.log(FEW))


@pytest.mark.parametrize(("command", "made"), CHART_PRODUCTS, ids=lambda one: getattr(one, "__name__", one))
def test_what_asks_for_templates_or_charts_is_no_product(
    command: str, made: Callable[[int], Files], tmp_path: Path
) -> None:
    few, many = (counted(command, made(size), tmp_path / str(size)) for size in (SCANT, AMPLE))
    assert few > 0
    assert many / few <= AMPLE * math.log(AMPLE) / (SCANT * math.log(SCANT))


@pytest.mark.parametrize(("command", "made"), [("release", released), ("lock --check", locked)])
def test_what_looks_at_a_whole_repository_grows_by_no_more_than_n_log_n(
    command: str, made: Callable[[int], Files], tmp_path: Path
) -> None:
    few, many = (counted(command, made(size), tmp_path / str(size)) for size in (FEW, MANY))
    assert few > 0
    assert many / few <= MANY * math.log(MANY) / (FEW * math.log(FEW))


def test_finding_the_readers_of_a_change_grows_by_no_more_than_n_log_n(tmp_path: Path) -> None:
    few, many = (read_and_changed(size, tmp_path / str(size)) for size in (FEW, MANY))
    assert few > 0
    assert many / few <= MANY * math.log(MANY) / (FEW * math.log(FEW))


@pytest.mark.parametrize("made", GENERATORS, ids=lambda made: made.__name__)
def test_a_large_one_ends_within_its_bounds_of_time_and_memory(made: Callable[[int], Files], tmp_path: Path) -> None:
    files = made(LARGE)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
        if "Chart.yaml" not in files:  # Helm, as a program in Go, reserves addresses that it never uses
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))

    run = ran(_RUN, files, tmp_path, limit)
    assert run.returncode in (0, 2), run.stderr
    assert "memory" not in run.stderr


def counted(command: str, files: Files, folder: Path) -> int:
    """Return the number of calls of functions that a command takes, or its refusal because of the size."""
    run = ran(_COUNTED.replace("COMMAND", command), files, folder, lambda: None)
    assert run.returncode in (0, 1, 2), run.stderr
    return int((folder / "calls").read_text())


def read_and_changed(size: int, folder: Path) -> int:
    """Return the number of calls that it takes to find the readers of what one commit has changed."""
    before, after = read(size)
    folder.mkdir()
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    for files in (before, after):
        written(files, folder)
        subprocess.run([*git, "add", "--all"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message=one"], check=True)
    return counted("readers --changed HEAD~1..HEAD --apps apps/held.yaml --apps", {}, folder)


def written(files: Files, folder: Path) -> None:
    """Write files into a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def ran(program: str, files: Files, folder: Path, limit: Callable[[], None]) -> "subprocess.CompletedProcess[str]":
    """Run a program in a folder with these files; the bounds of time are a day, so that they do not end the run."""
    written(files, folder)
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={
            "SWELL_TIMEOUT": "86399",
            "SWELL_CPU_SECONDS": "86399",
            "SWELL_HELM": str(helm()),
            "PATH": os.environ["PATH"],
        },
        preexec_fn=limit,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
