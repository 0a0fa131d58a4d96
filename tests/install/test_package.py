"""The packages: the same bytes wherever they are built, and both names of the program run from an index."""

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from programs import TOP, helm

UV = Path(sys.executable).with_name("uv")


def _built(into: Path, *, umask: int, **variables: str) -> dict[str, bytes]:
    subprocess.run(
        [TOP / "tools/package.sh", "HEAD", into],
        env={**os.environ, "VENV": str(Path(sys.prefix)), **variables},
        umask=umask,
        check=True,
        capture_output=True,
    )
    return {path.name: path.read_bytes() for path in into.iterdir()}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (TOP / ".git").exists() or not shutil.which("git"):
        pytest.skip("packages are built of a commit: clone the repository with git")
    into = tmp_path_factory.mktemp("packages")
    _built(into, umask=0o022)
    return into


def test_two_builds_are_the_same_bytes(packages: Path, tmp_path: Path) -> None:
    first = {path.name: path.read_bytes() for path in packages.iterdir()}
    again = _built(tmp_path / "again", umask=0o077, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")
    assert {Path(name).suffix for name in first} == {".whl", ".gz"}
    assert again == first


@pytest.fixture(scope="module")
def index(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of an index with the package and what it needs."""
    if not UV.exists():
        pytest.skip("uv is missing: make .venv/ready")
    folder = tmp_path_factory.mktemp("index")
    words = ["download", "--quiet", "--no-deps", "--dest", folder, "--requirement", TOP / "requirements/run.txt"]
    if subprocess.run([sys.executable, "-m", "pip", *words], check=False, capture_output=True).returncode:
        pytest.skip("what Swell needs can't be downloaded: let pip reach an index")
    for path in packages.iterdir():
        shutil.copy(path, folder)
    for path in list(folder.iterdir()):
        project = re.sub(r"[-_.]+", "-", re.split(r"-\d", path.name)[0]).lower()
        place = folder / "simple" / project
        place.mkdir(parents=True, exist_ok=True)
        shutil.move(path, place)
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/simple/"
        server.shutdown()


@pytest.mark.parametrize("name", ["swell", "argocd-swell"])
def test_the_program_runs_from_an_index_without_being_installed(index: str, tmp_path: Path, name: str) -> None:
    asked = ["tool", "run", "--no-config", "--python", sys.executable, "--default-index", index]
    variables = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "SWELL_HELM": str(helm())}
    words = [UV, *asked, "--from", "argocd-swell", name, "--version"]
    told = subprocess.run(words, env=variables, capture_output=True, text=True, check=True).stdout
    assert told.startswith("swell ")
    assert f"({helm()})" in told
