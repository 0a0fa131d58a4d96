"""A repository of many applications through the real cmp-server, before and after a commit that touches one of them.

usage: python benchmarks/fleet.py [--applications N] [--at-once N] [--large N]

Tells the processor time of all that Swell runs in the sidecar, and that of cmp-server itself, which unpacks what it is
sent. Of --large applications one has a chart of 1.8 MB, the others that of `helm create`; with 0 none has. Needs what
`make programs` and `make helms` build. Exits with 1 if all renders after the commit cost more than a tenth of cold
ones, each of which starts Python and Helm and knows nothing, or if another one than the application's was made.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from charts import DELIVERY, write
from costs import measured, own, used, waited

from cmp.value import Value

ROOT = Path(__file__).resolve().parent.parent
sys.path += [str(ROOT / "tests" / name) for name in ("e2e", "support")]

from argocd import RepoServer  # noqa: E402  (the tests' own stand)
from builds import build  # noqa: E402
from helm_server import HELM  # noqa: E402
from processes import Processes  # noqa: E402
from rendering import Object, plugin, rendered, request  # noqa: E402
from repository import Repository  # noqa: E402

_MOST = 0.1
SWELL = ROOT / ".venv" / "bin" / "swell"
_STORE = {"SWELL_CACHE": "on", "SWELL_RENDERS": "2"}


class Pass(Value):
    """What it took to render all: Swell's processor time and cmp-server's own, in seconds; and how many were made."""

    swell: float
    argocd: float
    made: int
    answers: tuple[str, ...]


class Fleet:
    """Applications in one repository, and the sidecar that renders them."""

    def __init__(self, folder: Path, processes: Processes) -> None:
        """Start Argo CD's programs, with a store in the folder."""
        for name in ("stand", "store"):
            (folder / name).mkdir(mode=0o700)
        self._store = folder / "store"
        self._server = RepoServer(
            build(), folder / "stand", processes, helm=HELM, exclusions=None, SWELL_STORE=str(self._store), **_STORE
        )
        self._repository = Repository(folder / "repository")
        self._names: list[str] = []

    def fill(self, count: int, large: int) -> None:
        """Commit so many applications; one of `large` has a large chart."""
        for number in range(count):
            name = f"app-{number}"
            chart = self._repository.folder / name
            if large and number % large == large - 1:
                write(chart, DELIVERY)
            else:
                subprocess.run([HELM, "create", chart], check=True, capture_output=True)
            self._names.append(name)
        self._repository.commit()

    def touch(self) -> None:
        """Commit another file of values for one application."""
        values = self._repository.folder / self._names[0] / "values.yaml"
        values.write_text(f"{values.read_text()}\nreplicaCount: 7\n")
        self._repository.commit()

    def render(self, at_once: int) -> Pass:
        """Ask for all applications, so many at once."""
        sidecar, cmp_server, others = self._pids()
        before = self._costs(sidecar, cmp_server, others), self._kept()
        with ThreadPoolExecutor(at_once) as pool:
            answers = tuple(pool.map(lambda name: str(rendered(self._server, self._asked(name))), self._names))
        others = self._pids()[2]
        swell, argocd = self._costs(sidecar, cmp_server, others)
        return Pass(
            swell=swell - before[0][0],
            argocd=argocd - before[0][1],
            made=len(self._kept() - before[1]),
            answers=answers,
        )

    def cold(self, at_once: int) -> float:
        """Return the processor time of all renders by themselves: no sidecar, no Helm that stays, no cached render."""
        own = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._store),
            "SWELL_HELM": str(HELM),
            "SWELL_HELM_SERVER": "off",
        }
        told = {"TMPDIR": str(self._store), "ARGOCD_APP_NAMESPACE": "shop", "ARGOCD_APP_PARAMETERS": "[]", **own}

        def one(name: str) -> float:
            variables = {**told, "ARGOCD_APP_NAME": name, "ARGOCD_APP_SOURCE_PATH": name}
            return measured([SWELL, "generate"], self._repository.folder / name, variables).processor

        with ThreadPoolExecutor(at_once) as pool:
            return sum(pool.map(one, self._names))

    def _asked(self, name: str) -> Object:
        """Return what repo-server is asked: it sends the application's own folder, as where the operator says so."""
        source = {"path": name, "plugin": plugin()}
        return request(self._repository.url, source, name=name, annotationManifestGeneratePaths=".")

    def _kept(self) -> set[tuple[str, int]]:
        """Return the cached renders; one that is made again is another file."""
        return {(path.name, path.stat().st_ino) for path in (self._store / "answers").glob("*.*")}

    def _pids(self) -> tuple[int, int, list[int]]:
        """Return the processes of the sidecar: the first one, cmp-server, and the others that stay."""
        mark = f"\0TMPDIR={self._server.sidecar}\0".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in b"\0" + (folder / "environ").read_bytes():
                    found[int(folder.name)] = (folder / "cmdline").read_bytes()
            except OSError:
                continue
        named = {
            part: [pid for pid, line in found.items() if part in line]
            for part in (b"sidecar\0", b"argocd-cmp-server", b"cmp.cli.serve", b"swell-helm\0serve")
        }
        (cmp_server,) = (pid for pid in named[b"argocd-cmp-server"] if pid not in named[b"sidecar\0"])
        return named[b"sidecar\0"][0], cmp_server, [*named[b"cmp.cli.serve"], *named[b"swell-helm\0serve"]]

    @staticmethod
    def _costs(sidecar: int, cmp_server: int, others: list[int]) -> tuple[float, float]:
        """Return the seconds that Swell has taken so far, and cmp-server."""
        return used(others) + own(sidecar) + waited(cmp_server), own(cmp_server)


@contextmanager
def fleet() -> Iterator[Fleet]:
    """Start all, and stop it in the end."""
    with tempfile.TemporaryDirectory(prefix="fleet-") as name:
        folder = Path(name)
        (folder / "logs").mkdir()
        processes = Processes(folder / "logs")
        try:
            yield Fleet(folder, processes)
        finally:
            processes.stop()


def main() -> None:
    """Render all twice, which is what it takes to know each answer; commit, and render all again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applications", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--large", type=int, default=10)
    asked = parser.parse_args()
    with fleet() as made:
        made.fill(asked.applications, asked.large)
        cold = made.cold(asked.at_once)
        first, second = (made.render(asked.at_once) for _ in range(2))
        made.touch()
        third = made.render(asked.at_once)
    print(f"{'cold':15} Swell {cold:6.2f} s")
    for name, one in (("first", first), ("second", second), ("after a commit", third)):
        print(
            f"{name:15} Swell {one.swell:6.2f} s, cmp-server itself {one.argocd:6.2f} s, {one.made} answers kept anew"
        )
    ratio, changed = third.swell / cold, sum(a != b for a, b in zip(second.answers, third.answers, strict=True))
    fine = ratio <= _MOST and third.made == changed == 1 and first.answers == second.answers
    print(f"{asked.applications} applications, {asked.at_once} at once, after a commit that touches one of them:")
    print(f"{ratio:.3f} of cold renders (at most {_MOST}), {third.swell / first.swell:.3f} of the sidecar's first ones")
    print("" if fine else "TOO MUCH")
    sys.exit(not fine)


if __name__ == "__main__":
    main()
