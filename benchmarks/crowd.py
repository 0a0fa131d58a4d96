"""Many renders at once in one sidecar: how long each takes, and how many give up.

usage: python benchmarks/crowd.py [--renders N] [--places N] [--seconds N] [FOLDER]

As many renders as --renders are there at any time, each in a process of its own, with --places for Helm. Exits with 1
if one fails, or prints something else than the first.
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

ROOT = Path(__file__).resolve().parent.parent
SWELL = ROOT / ".venv" / "bin" / "swell"
HELM = ROOT / ".venv" / "helm" / "v4" / "helm"


def rendered(folder: Path, env: dict[str, str]) -> tuple[float, int, bytes, bytes]:
    """Return what a render took, its exit code, and its two outputs."""
    before = time.monotonic()
    run = subprocess.run([SWELL, "generate"], cwd=folder, env=env, capture_output=True, check=False)
    return time.monotonic() - before, run.returncode, run.stdout, run.stderr


def main() -> None:
    """Render without a pause, and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renders", type=int, default=64)
    parser.add_argument("--places", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "tests/support/charts/shop")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, ThreadPoolExecutor(asked.renders) as pool:
        env = {"PATH": os.environ["PATH"], "HOME": temporary, "TMPDIR": temporary, "SWELL_HELM": str(HELM)}
        env |= {"SWELL_RENDERS": str(asked.places), "ARGOCD_APP_NAME": "web", "ARGOCD_APP_SOURCE_PATH": "."}
        _, _, whole, _ = rendered(asked.folder, env)
        end = time.monotonic() + asked.seconds

        def repeated(_: int) -> list[tuple[float, int, bytes, bytes]]:
            found = []
            while time.monotonic() < end:
                found.append(rendered(asked.folder, env))
            return found

        runs = [run for found in pool.map(repeated, range(asked.renders)) for run in found]
    wrong = [run for run in runs if run[1] or run[2] != whole]
    took = sorted(run[0] for run in runs)
    print(f"{len(runs)} renders, {asked.renders} at once, {asked.places} places, {os.cpu_count()} processors")
    print(f"{len(wrong)} failed; seconds: median {statistics.median(took):.1f}, slowest {took[-1]:.1f}")
    for run in wrong[:3]:
        print(run[3].decode(errors="replace").strip())
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
