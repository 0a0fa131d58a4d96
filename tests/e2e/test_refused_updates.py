"""What the real API server says of the updates by which the rules of `swell diff` are tested, and of near misses."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from control_plane import ControlPlane
from processes import Processes, wait
from updates import all_updates


@pytest.fixture(scope="module")
def plane(built: Path, folder: Path, isolated: bool) -> Iterator[ControlPlane]:  # noqa: ARG001, FBT001  (before it starts)
    """A cluster without nodes, and without Argo CD: it applies as `kubectl apply` does.

    Its programs are apart from those of the stand, which have the same names.
    """
    (folder / "refusing").mkdir()
    running = Processes(folder / "refusing")
    found = ControlPlane(built, folder / "refusing", running)
    yield found
    running.stop()
    found.api.close()


def test_the_api_server_refuses_what_is_said_to_be_refused_and_accepts_the_rest(
    plane: ControlPlane, built: Path, tmp_path: Path
) -> None:
    updates = all_updates()
    for update in updates:
        if definition := update.texts[2]:
            applied(built, plane, "-f", "-", stdin=definition).check_returncode()
        for side, text in zip(("old", "new"), update.texts, strict=False):
            place = tmp_path / side / ("server" if update.server_side else "client")
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{update.name}.yaml").write_text(text)
    ways = {"client": (), "server": ("--server-side",)}
    for name, way in ways.items():
        command = (*way, "-f", tmp_path / "old" / name)
        assert wait(lambda: not applied(built, plane, *command).returncode), applied(built, plane, *command).stderr  # noqa: B023
    assert wait(plane.defined)

    wrong = {}
    for update in updates:
        name = "server" if update.server_side else "client"
        file = tmp_path / "new" / name / f"{update.name}.yaml"
        told = applied(built, plane, *ways[name], "--dry-run=server", "-f", file)
        if (told.returncode != 0) != update.refused:
            wrong[update.name] = told.stderr or told.stdout
    assert not wrong, "\n".join(f"{name}: {told[:400]}" for name, told in wrong.items())


def applied(
    built: Path, plane: ControlPlane, *words: str | Path, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `kubectl apply`."""
    argv = [built / "kubectl", f"--kubeconfig={plane.kubeconfig('admin')}", "-n=default", "apply", *words]
    return subprocess.run(argv, check=False, capture_output=True, text=True, input=stdin)
