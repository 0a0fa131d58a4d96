"""`make fuzz`: tries every target so often, or so long, and prints how often each was tried.

usage: run.py [--seconds N] [--runs N] [--seed N] [NAME...]

A pure reader is tried a million times, what involves files or archives a hundred thousand times; N seconds, by default
1500, are shared among the targets, and what one does not need the next ones get. With a seed other than 0, the default,
each run tries the same bytes, as far as it gets. Exit code 1: there is a fault.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_HERE = Path(__file__).parent
sys.path += [str(_HERE), str(_HERE.parent / "support"), str(_HERE.parent.parent)]
_PURE, _WITH_FILES = 1_000_000, 100_000
_DONE = re.compile(r"Done (\d+) (?:runs|in)")
_COUNTED = re.compile(r"^#(\d+)\s", re.MULTILINE)
_SPARE = 60  # seconds, for the start of a child
_FAULT = 6_000  # characters of a fault that are shown


def targets() -> dict[str, int]:
    """Return the names of all targets, and how often each is to be tried."""
    from readers import READERS
    from structures import STRUCTURES

    return dict.fromkeys(READERS, _PURE) | dict.fromkeys(STRUCTURES, _WITH_FILES)


def tried(name: str, runs: int, seconds: int, folder: str, seed: int) -> tuple[int, str]:
    """Return how often a target was tried, and its fault, "" if there was none."""
    argv = [sys.executable, str(_HERE / "child.py"), name, str(runs), str(seconds), folder, str(seed)]
    try:
        ended = subprocess.run(
            argv, capture_output=True, text=True, errors="replace", timeout=seconds + _SPARE, check=False
        )
    except subprocess.TimeoutExpired:
        return 0, f"it did not end within {seconds + _SPARE} s"
    found = _DONE.findall(ended.stderr)
    counted = [int(number) for number in _COUNTED.findall(ended.stderr)]
    told = ended.stdout + "".join(line for line in ended.stderr.splitlines(keepends=True) if line[0] not in "#\n")
    count = sum(map(int, found)) or max(counted, default=0)
    return count, told[-_FAULT:] if ended.returncode or not found else ""


def engine() -> str:
    """Return what chooses the bytes for the pure readers."""
    try:
        import atheris
    except ImportError as problem:
        return f"random bytes, since atheris can't be had here: {problem}"
    return f"{atheris.__name__}, guided by coverage, and changes of what it found"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=1500)
    parser.add_argument("--runs", type=int, default=_PURE, help="try each at most so often")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    wanted = {name: min(runs, given.runs) for name, runs in targets().items() if not given.names or name in given.names}
    out, end, faults = sys.stdout, time.monotonic() + given.seconds, 0
    out.write(f"pure readers: {engine()}; files: hypothesis\n")
    for number, (name, runs) in enumerate(wanted.items()):
        share = max(int((end - time.monotonic()) / (len(wanted) - number)), 1)
        with tempfile.TemporaryDirectory() as folder:
            count, fault = tried(name, runs, share, folder, given.seed)
            kept = [(Path(folder) / one).read_bytes().hex() for one in os.listdir(folder)]
        out.write(f"{name.ljust(16)} {count:>9,} of {runs:,}{'   FAULT' if fault else ''}\n{fault}")
        out.writelines(f"bytes: {one}\n" for one in kept)
        out.flush()
        faults += bool(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
