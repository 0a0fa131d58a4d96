"""What becomes of programs and temporary folders when we are killed: another process sees to them, our heir.

Argo CD kills a plugin whose answer nobody waits for any more, which nothing in it can notice, and asks only its own
group of processes to go; git leads another. The heir learns of our end by the end of its standard input, and ends as
well. It starts with the first thing that it has to know of: a render that pulls nothing has none.
"""

import os
import sys
from contextlib import suppress

_SIGKILL = 9
_TRIES = 40
_PAUSE = 0.05


class Reaper:
    """The process, and the pipe to it. Whatever becomes of it, the render goes on."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._pid, self._pipe = 0, -1

    def folder(self, path: str) -> None:
        """Have a folder removed if we can't."""
        self._tell("folder", path)

    def group(self, pid: int) -> None:
        """Have a group of processes killed if we can't."""
        self._tell("group", str(pid))

    def ended(self, pid: int) -> None:
        """Tell that a group has ended: its number may soon be somebody else's."""
        self._tell("ended", str(pid))

    def stop(self) -> None:
        """Let it go, and wait until it is gone."""
        if self._pid:
            os.close(self._pipe)
            os.waitpid(self._pid, 0)
            self._pid = 0

    def _tell(self, what: str, who: str) -> None:
        with suppress(OSError):
            if not self._pid:
                self._start()
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


def reap(orders: bytes) -> None:
    """Kill and remove what was left to us."""
    import shutil
    import time

    groups: set[bytes] = set()
    folders = []
    for line in orders.split(b"\0")[:-1]:
        what, _, who = line.partition(b" ")
        if what == b"folder":
            folders.append(who)
        else:
            (groups.add if what == b"group" else groups.discard)(who)
    for group in groups:
        with suppress(OSError):
            os.killpg(int(group), _SIGKILL)
    for folder in folders:
        for _ in range(_TRIES):  # what was killed may write for another moment
            shutil.rmtree(folder, ignore_errors=True)
            if not os.path.exists(folder):
                break
            time.sleep(_PAUSE)


if __name__ == "__main__":
    with open(0, "rb") as told:
        reap(told.read())
