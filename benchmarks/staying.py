"""The sidecar in benchmarks: the server of `swell sidecar`, the image's client, and the Helms that stay."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from cmp.resident.wire import SERVER

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests/support"))

from image_program import image_program  # noqa: E402

VENV = ROOT / ".venv"
_STAYING = VENV / "resident" / "helm"
HELM = _STAYING if _STAYING.exists() else VENV / "helm" / "v4" / "helm"
"""The Helm of all comparisons: the one beside which swell-helm lies, where `make helms` has built that."""


class Sidecar:
    """A server that runs."""

    def __init__(self, folder: Path, server: int, temporary: Path) -> None:
        """Take what `sidecar` has started."""
        self.client, self.variables = folder / "swell", {SERVER: str(folder / "socket"), "TMPDIR": str(temporary)}
        self._server, self._temporary = server, temporary

    def pids(self) -> list[int]:
        """Return the processes that stay: the server, and its Helms."""
        return [self._server, *self.helms()]

    def helms(self) -> list[int]:
        """Return the Helms that have stayed so far."""
        found = [int(lock.read_text() or 0) for lock in self._temporary.glob("swell-renders-*/helm-*.lock")]
        return [pid for pid in found if pid and Path(f"/proc/{pid}").exists()]


@contextmanager
def sidecar(folder: Path, variables: Mapping[str, str]) -> Iterator[Sidecar]:
    """Run the server meanwhile; all that it needs lies in a folder."""
    if not shutil.which("go"):
        raise SystemExit("go, which builds the image's client, is missing: apt-get install golang-go")
    folder.mkdir()
    (folder / "tmp").mkdir()
    image_program(folder)
    command = [str(VENV / "bin" / "python"), "-I", "-m", "cmp.cli.serve", str(folder / "socket")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=variables) as server:
        while server.poll() is None and not (folder / "socket").exists():
            time.sleep(0.05)
        made = Sidecar(folder, server.pid, folder / "tmp")
        try:
            yield made
        finally:
            for pid in made.helms():
                with suppress(ProcessLookupError):
                    os.kill(pid, 9)
            if server.stdin:
                server.stdin.close()  # it ends with that
