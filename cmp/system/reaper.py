"""A helper process that cleans up after SIGKILL: ends child process groups, removes temporary folders.

Argo CD kills a plugin that takes too long with SIGKILL, which the plugin can't handle, and signals only the plugin's
own process group; git runs in another group. The reaper reads orders from a pipe on its standard input. The pipe closes
when Swell ends, however it ends; then the reaper does what was ordered, and exits. It is started with the first order,
so a render that pulls nothing has no reaper.
"""

import os
import sys
from contextlib import suppress

_SIGKILL = 9
_TRIES = 40
_PAUSE = 0.05
_CHUNK = 1 << 16

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Reaper:
    """The reaper's process and the pipe to it; a failure of the reaper does not stop the render."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._pid, self._pipe = 0, -1

    def folder(self, path: str) -> None:
        """Order that a folder is removed when this process ends."""
        self._tell("folder", path)

    def group(self, pid: int) -> None:
        """Order that a process group is killed when this process ends."""
        self._tell("group", str(pid))

    def ended(self, pid: int) -> None:
        """Cancel the order for a process group that has ended: the system may give its number to another group."""
        self._tell("ended", str(pid))

    def start(self) -> None:
        """Start the reaper now, for orders of forked processes that share it. Raises OSError where that fails."""
        if not self._pid:
            self._start()

    def leave(self) -> None:
        """Close the pipe in a forked process: its end is none of the process that started the reaper."""
        if self._pid:
            os.close(self._pipe)
            self._pid = 0

    def stop(self) -> None:
        """Close the pipe, and wait until the reaper has exited."""
        if pid := self._pid:
            self.leave()
            os.waitpid(pid, 0)

    def _tell(self, what: str, who: str) -> None:
        with suppress(OSError):
            self.start()
            os.write(self._pipe, os.fsencode(f"{what} {who}\0"))

    def _start(self) -> None:
        end, self._pipe = os.pipe()
        nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
        argv = (sys.executable, "-IS", __file__)
        try:
            streams = [(os.POSIX_SPAWN_DUP2, end, 0), *nowhere]
            self._pid = os.posix_spawn(argv[0], argv, {}, file_actions=streams, setsid=True)
        finally:
            os.close(end)


REAPER = Reaper()


def reap(orders: "Iterable[bytes]") -> None:
    """Read the orders to their end, then kill the process groups and remove the folders that are left in them."""
    import shutil
    import time

    groups: set[bytes] = set()
    folders = []
    for line in orders:
        what, _, who = line.partition(b" ")
        if what == b"folder":
            folders.append(who)
        else:
            (groups.add if what == b"group" else groups.discard)(who)
    for group in groups:
        with suppress(OSError):
            os.killpg(int(group), _SIGKILL)
    for folder in folders:
        for _ in range(_TRIES):  # a killed process may still write for a moment
            shutil.rmtree(folder, ignore_errors=True)
            if not os.path.exists(folder):
                break
            time.sleep(_PAUSE)


def _lines(pipe: int) -> "Iterator[bytes]":
    """Yield what ends with NUL, as it comes: a server gives orders for as long as it runs."""
    rest = b""
    while chunk := os.read(pipe, _CHUNK):
        *lines, rest = (rest + chunk).split(b"\0")
        yield from lines


if __name__ == "__main__":
    reap(_lines(0))
