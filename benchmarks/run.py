"""What Swell costs beside Helm alone: whole processes on the same inputs, in one run, told as ratios.

usage: python benchmarks/run.py [--rounds N]

Exits with 1 if a ratio or Swell's own memory is above its bound.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from charts import write_large

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
HELMS = {"Helm 4": VENV / "helm" / "v4" / "helm", "Helm 3": VENV / "helm" / "v3" / "helm"}
KUBECTL = VENV / "helm" / "v4" / "kubectl"
MEMORY_MIB = 150
RULES = """\
apiVersion: swell/v1
rules:
  - match: {kind: [ServiceAccount, ConfigMap]}
    wave: -1
"""


def charts(folder: Path, helm: Path) -> dict[str, tuple[Path, float | None]]:
    """Write the charts; return for each its folder and the bound of its ratio, if it has one."""
    subprocess.run([helm, "create", folder / "web"], check=True, capture_output=True)
    subprocess.run([helm, "create", folder / "ordered"], check=True, capture_output=True)
    (folder / "ordered" / "swell.yaml").write_text(RULES)
    write_large(folder / "two", megabytes=2, templated=True)
    write_large(folder / "five", megabytes=5, templated=True)
    write_large(folder / "unread", megabytes=5, templated=False)
    return {
        "helm create": (folder / "web", 1.6),
        "the same, with a swell.yaml": (folder / "ordered", None),
        "2 MB": (folder / "two", 1.15),
        "5 MB": (folder / "five", 1.15),
        "5 MB, CRDs in crds/": (folder / "unread", None),
    }


def bare(helm: Path, chart: Path) -> list[str | Path]:
    """Return Helm's own command for what Swell renders."""
    return [helm, "template", chart, "--name-template=bench", "--namespace=bench", "--include-crds"]


def environment(helm: Path) -> dict[str, str]:
    """Return the environment that Argo CD would set; Python may keep its bytecode, as the image does."""
    argo = {"ARGOCD_APP_NAME": "bench", "ARGOCD_APP_NAMESPACE": "bench", "ARGOCD_APP_PARAMETERS": "null"}
    own = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**own, **argo, "SWELL_HELM": str(helm)}


def seconds(command: list[str | Path], chart: Path, env: dict[str, str]) -> float:
    """Run a command once with its output thrown away; return its wall time."""
    start = time.perf_counter()
    subprocess.run(command, check=True, cwd=chart, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def peak_mib(command: list[str | Path], chart: Path, env: dict[str, str]) -> float:
    """Run a command; return the most memory that its own process had, without its children's."""
    process = subprocess.Popen(command, cwd=chart, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        peak = max([peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
        time.sleep(0.002)
    process.wait()
    return peak / 1024


def compare(name: str, chart: Path, bound: float | None, *, helm: Path, rounds: int) -> bool:
    """Print a line about one chart; tell whether it stays within its bounds."""
    env = environment(helm)
    commands = {"helm": bare(helm, chart), "swell": [VENV / "bin" / "swell", "generate"]}
    times: dict[str, list[float]] = {which: [] for which in commands}
    for _ in range(rounds):
        for which, command in commands.items():
            times[which].append(seconds(command, chart, env))
    middle = {which: statistics.median(values) for which, values in times.items()}
    # Of pairs that ran one after the other: a machine that is slow for a while is slow for both.
    ratio = statistics.median(swell / alone for swell, alone in zip(times["swell"], times["helm"], strict=True))
    memory = peak_mib(commands["swell"], chart, env)
    fine = (bound is None or ratio <= bound) and memory <= MEMORY_MIB
    limit = f"(at most {bound})" if bound else ""
    print(
        f"{name:28} helm {middle['helm'] * 1000:6.0f} ms   swell {middle['swell'] * 1000:6.0f} ms   "
        f"ratio {ratio:4.2f} {limit:14} own memory {memory:4.0f} MiB{'' if fine else '   TOO MUCH'}"
    )
    return fine


def main() -> None:
    """Compare on every chart with every Helm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    fine = True
    for title, helm in HELMS.items():
        if not helm.exists():
            print(f"{title} is missing: make .venv/ready fetches it on Linux/amd64")
            continue
        print(f"{title}, medians of {rounds} runs, alternating")
        with tempfile.TemporaryDirectory() as folder:
            for name, (chart, bound) in charts(Path(folder), helm).items():
                fine &= compare(name, chart, bound, helm=helm, rounds=rounds)
    sys.exit(not fine)


if __name__ == "__main__":
    main()
