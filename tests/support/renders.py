"""What Helm printed for golden cases, kept by the digest of all that it depends on: a law need not render again.

A golden case runs the program with a Helm that is recorded: the real one, whose output is copied on its way. A law asks
for what was recorded by the same files of the case, of `cmp` and of what lays the case, and by the same Helm: a change
of any of these is another digest. All workers of a session share the folder.
"""

import hashlib
import os
import shutil
import stat
import time
from functools import cache
from pathlib import Path

from programs import TOP

KEPT = TOP / ".venv/cache/renders"
SOURCES = (TOP / "cmp", TOP / "requirements/run.txt", TOP / "tests/support/cases.py", Path(__file__))
_OLD = 24 * 3600  # seconds after which renders by other sources are removed
_RECORDING = """#!/bin/sh
[ "$1" = template ] || exec '{helm}' "$@"
'{helm}' "$@" >'{folder}/printing'
status=$?
cat '{folder}/printing'
[ $status = 0 ] && mv '{folder}/printing' '{folder}/printed'
exit $status
"""


def recording(helm: str, folder: Path) -> str:
    """Return the path of a Helm that does as `helm` does, and leaves what it printed in a folder."""
    path = folder / "helm"
    path.write_text(_RECORDING.format(helm=helm, folder=folder))
    path.chmod(0o755)
    return str(path)


def recorded(folder: Path) -> bytes | None:
    """Return what a recorded Helm printed, None where it failed or never ran."""
    path = folder / "printed"
    return path.read_bytes() if path.exists() else None


def place(inputs: tuple[Path, ...], helm: str, sources: tuple[Path, ...] = SOURCES) -> Path:
    """Return where a render of these folders is kept: by what they hold, by our sources and by Helm's own bytes."""
    ours = hashlib.sha256((_digest(sources) + _of_helm(helm)).encode()).hexdigest()
    return KEPT / ours / _digest(inputs)


def keep(path: Path, printed: bytes) -> None:
    """Keep a render at its place, and remove those that other sources left long ago."""
    if not path.parent.exists():
        for other in KEPT.glob("*"):
            if other.stat().st_mtime < time.time() - _OLD:
                shutil.rmtree(other, ignore_errors=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.{os.getpid()}")
    half.write_bytes(printed)
    half.replace(path)


def kept(path: Path) -> bytes | None:
    """Return the render that is kept at a place, None where there is none."""
    return path.read_bytes() if path.exists() else None


def _digest(tops: tuple[Path, ...]) -> str:
    return _of_files(tuple(_stamp(path) for top in tops for path in (top, *sorted(top.rglob("*")))))


def _stamp(path: Path) -> tuple[Path, int, int, int]:
    """Return what changes whenever a file does; a folder counts by what lies in it."""
    found = path.lstat()
    if stat.S_ISDIR(found.st_mode):
        return path, found.st_mode, 0, 0
    return path, found.st_mode, found.st_size, found.st_mtime_ns


@cache
def _of_files(stamps: tuple[tuple[Path, int, int, int], ...]) -> str:
    """Return the digest of files: their paths, modes and bytes, and where links lead."""
    whole = hashlib.sha256()
    for path, mode, _, _ in stamps:
        if "__pycache__" in path.parts:
            continue
        link = os.readlink(path) if path.is_symlink() else ""
        held = path.read_bytes() if stat.S_ISREG(mode) else b""
        whole.update(repr((str(path), mode, link, hashlib.sha256(held).hexdigest())).encode())
    return whole.hexdigest()


@cache
def _of_helm(helm: str) -> str:
    with open(helm, "rb") as program:
        return hashlib.file_digest(program, "sha256").hexdigest()
