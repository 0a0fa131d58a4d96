"""What layers from other repositories cost, once they are locked and in the store: ten of them beside one.

usage: python benchmarks/sources.py [--rounds N]

Exits with 1 if ten cost a tenth more than one, or if a program besides Helm was needed.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "sources"))

from served import Forge  # noqa: E402  (the tests' own server of repositories)

SWELL = ROOT / ".venv" / "bin" / "swell"
HELM = ROOT / ".venv" / "helm" / "v4" / "helm"
MOST = 1.10
FILES = 100  # in each repository, of which one is used


def written(folder: Path, forge: Forge, count: int) -> None:
    """Write an application with values from so many repositories, and its lock."""
    subprocess.run([HELM, "create", folder], check=True, capture_output=True)
    sources = "".join(f"  s{n}: {{git: {forge.url(f'area{n}')}, revision: master}}\n" for n in range(count))
    files = ", ".join(f"$s{n}/charts/values.yaml" for n in range(count))
    (folder / "swell.yaml").write_text(f"apiVersion: swell/v1\nsources:\n{sources}valueFiles: [{files}]\n")


def processor_seconds() -> float:
    """Return what all programs that have ended took of a processor: unlike wall time, the same on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Compare in turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "forge").mkdir()
        forge = Forge(folder / "forge")
        for number in range(10):
            more = {f"docs/{index}.md": f"{number} {index}\n" for index in range(FILES)}
            forge.commit(f"area{number}", {"charts/values.yaml": f"replicaCount: {number}\n", **more})
        env = {"PATH": os.environ["PATH"], "HOME": str(forge.home), "SWELL_HELM": str(HELM), "TMPDIR": name}
        env["SWELL_LOCAL_SOURCES"] = "true"  # the repositories are on this machine
        times: dict[int, list[float]] = {1: [], 10: []}
        for count in times:
            written(folder / f"app{count}", forge, count)
            for arguments in (["lock"], ["generate"]):
                subprocess.run(
                    [SWELL, *arguments], cwd=folder / f"app{count}", env=env, check=True, capture_output=True
                )
        forge.stop()
        env["PATH"] = "/nowhere"
        for _ in range(rounds):
            for count, found in times.items():
                start = processor_seconds()
                subprocess.run(
                    [SWELL, "generate"], cwd=folder / f"app{count}", env=env, check=True, capture_output=True
                )
                found.append(processor_seconds() - start)
    one, ten = (statistics.median(times[count]) * 1000 for count in (1, 10))
    ratio = ten / one
    print(
        f"processor time with values from one locked source {one:4.0f} ms, from ten {ten:4.0f} ms   "
        f"ratio {ratio:4.2f} (at most {MOST})"
        f"{'' if ratio <= MOST else '   TOO MUCH'}"
    )
    sys.exit(ratio > MOST)


if __name__ == "__main__":
    main()
