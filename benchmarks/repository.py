"""Two hundred applications of one repository: `swell diff --base` after a change of one, and `swell check` of all.

usage: python benchmarks/repository.py [--applications N]

Each application has a chart like that of `helm create`, and an Application that names Swell's plugin. All of `swell
check .` is compared with a call for each of them, one after the other. Exits with 1 if the diff takes more than ten
seconds, or the check of all more than a third of the processor time or the time of the separate calls. Where other
programs want the processors, the seconds that pass say little.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from costs import Cost, measured
from staying import HELM

ROOT = Path(__file__).resolve().parent.parent
SWELL = ROOT / ".venv" / "bin" / "swell"
_SECONDS, _MOST = 10, 1 / 3
_APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {{name: {name}, namespace: argocd}}
spec:
  project: default
  source: {{repoURL: https://git.example.com/team/a.git, path: apps/{name}, plugin: {{name: swell}}}}
  destination: {{server: https://kubernetes.default.svc, namespace: {name}}}
"""


class Repository:
    """A repository of many applications, in git."""

    def __init__(self, folder: Path, applications: int) -> None:
        """Write and commit them."""
        self.folder, self.names = folder, [f"app-{number}" for number in range(applications)]
        for name in self.names:
            (folder / "apps").mkdir(parents=True, exist_ok=True)
            subprocess.run([HELM, "create", folder / "apps" / name], check=True, capture_output=True)
            (folder / "applications").mkdir(exist_ok=True)
            (folder / "applications" / f"{name}.yaml").write_text(_APPLICATION.format(name=name))
        self._git("init", "--quiet", "--initial-branch=main")
        self._git("add", ".")
        self._git("commit", "--quiet", "--message", "all")
        self._git("branch", "base")

    def touch(self) -> None:
        """Change a value of one application, and commit that."""
        values = self.folder / "apps" / self.names[0] / "values.yaml"
        values.write_text(f"{values.read_text()}\nreplicaCount: 7\n")
        self._git("commit", "--quiet", "--all", "--message", "one")

    def cost(self, *words: str) -> Cost:
        """Return what a command costs here; no finding of a check makes it fail."""
        told = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "SWELL_HELM": str(HELM), "SWELL_RENDERS": "2"}
        return measured([SWELL, *words], self.folder, told)

    def _git(self, *words: str) -> None:
        own = ("-c", "user.name=a", "-c", "user.email=a@example.com")
        subprocess.run(["git", "-C", self.folder, *own, *words], check=True)


def main() -> None:
    """Measure both, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applications", type=int, default=200)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="repository-") as name:
        made = Repository(Path(name) / "repository", asked.applications)
        every = made.cost("check", ".", "--fail-on", "error")
        each = [made.cost("check", "--app", f"applications/{one}.yaml", "--fail-on", "error") for one in made.names]
        made.touch()
        diff = made.cost("diff", "applications", "--base", "base")
    processor, wall = (sum(getattr(one, what) for one in each) for what in ("processor", "wall"))
    rows = [("diff --base, one changed", diff), ("check of all", every)]
    for what, cost in rows:
        print(f"{what:28} {cost.processor:7.2f} s of a processor, {cost.wall:7.2f} s")
    print(f"{'separate checks':28} {processor:7.2f} s of a processor, {wall:7.2f} s")
    ratios = every.processor / processor, every.wall / wall
    print(f"{len(made.names)} applications: the check of all is {ratios[0]:.3f} of them, {ratios[1]:.3f} of their time")
    fine = diff.wall <= _SECONDS and max(ratios) <= _MOST
    print("" if fine else "TOO MUCH")
    sys.exit(not fine)


if __name__ == "__main__":
    main()
