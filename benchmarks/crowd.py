"""Many renders at once in one sidecar, for long: how long each takes, how many give up, and whether memory grows.

usage: python benchmarks/crowd.py [--renders N] [--places N] [--seconds N] [FOLDER]

As many renders as --renders go on at any time, with --places for Helm. Tells the seconds of the median, of 99 in 100
and of the slowest, and the memory of the processes that stay, in ten parts of the time. Exits with 1 if a render fails,
prints something else than the first, or goes without the sidecar's server, or if memory grows by a fifth from the
second part on.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from costs import memory
from staying import HELM, Sidecar, sidecar

from cmp.value import Value

ROOT = Path(__file__).resolve().parent.parent
_PARTS = 10
_GROWTH = 1.2
_ALONE = b"without the server"


class Render(Value):
    """A render's seconds, its exit code, and its two outputs."""

    seconds: float
    status: int
    out: bytes
    err: bytes


class Crowd:
    """Renders of one application in one sidecar."""

    def __init__(self, made: Sidecar, folder: Path, variables: dict[str, str]) -> None:
        """Render once."""
        self._sidecar, self._folder, self._variables = made, folder, {**variables, **made.variables}
        self._first = self._rendered()

    def renders(self, until: float) -> list[Render]:
        """Render again and again until that time; return what took too long or is wrong, and the seconds of all."""
        found = []
        while time.monotonic() < until:
            one = self._rendered()
            found.append(one.replace(out=b"") if one.out == self._first.out else one.replace(status=-1))
        return found

    def memory(self, seconds: float) -> list[float]:
        """Return the MiB of the processes that stay in the middle of each part of the time."""
        found = []
        for _ in range(_PARTS):
            middle = []
            for _ in range(20):
                time.sleep(seconds / _PARTS / 20)
                middle.append(sum(memory(pid, "VmRSS") for pid in self._sidecar.pids()) / 1024)
            found.append(statistics.median(middle))
        return found

    def _rendered(self) -> Render:
        before = time.monotonic()
        command = [self._sidecar.client, "generate"]
        run = subprocess.run(command, cwd=self._folder, env=self._variables, capture_output=True, check=False)
        return Render(seconds=time.monotonic() - before, status=run.returncode, out=run.stdout, err=run.stderr)


def main() -> None:
    """Render without a pause, and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renders", type=int, default=64)
    parser.add_argument("--places", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "tests/support/charts/shop")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(asked.renders) as pool:
        env = {"PATH": os.environ["PATH"], "HOME": name, "SWELL_HELM": str(HELM), "SWELL_RENDERS": str(asked.places)}
        env |= {"ARGOCD_APP_NAME": "web", "ARGOCD_APP_SOURCE_PATH": "."}
        with sidecar(Path(name) / "sidecar", env) as made:
            crowd = Crowd(made, asked.folder, env)
            end = time.monotonic() + asked.seconds
            running = [pool.submit(crowd.renders, end) for _ in range(asked.renders)]
            held = crowd.memory(asked.seconds)
            runs = [run for one in running for run in one.result()]
    wrong = [run for run in runs if run.status or _ALONE in run.err]
    took = sorted(run.seconds for run in runs)
    print(f"{len(runs)} renders, {asked.renders} at once, {asked.places} places, {os.cpu_count()} processors")
    late = took[len(took) * 99 // 100]
    print(f"{len(wrong)} failed; seconds: median {statistics.median(took):.2f}, p99 {late:.2f}, slowest {took[-1]:.2f}")
    print("MiB of what stays:", " ".join(f"{one:.0f}" for one in held))
    for run in wrong[:3]:
        print(run.err.decode(errors="replace").strip())
    sys.exit(bool(wrong) or max(held[1:]) > _GROWTH * held[1])


if __name__ == "__main__":
    main()
