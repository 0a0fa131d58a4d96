"""The server: accepts connections, forks a child process for each, and kills the children whose clients are gone.

It reads nothing of what is asked, and renders nothing: the child does. It handles no signal: when it ends, however that
comes about, its reaper kills the children that are left, with all in their process groups.
"""

import os
import select
import signal
import socket
import time
from contextlib import suppress

from cmp.resident import wire
from cmp.resident.child import answer
from cmp.resident.progress import noted
from cmp.system.reaper import Reaper
from cmp.telemetry.record import GONE, KILLED, Record
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cmp.resident.child import Run

_MOST = 256  # children at once; more clients wait to be accepted, and render by themselves if that takes too long
_QUEUE = 1024
_PAUSE = 0.05  # seconds, where there is no descriptor left


class Render(Value):
    """A child that renders: the read end of a pipe that ends with it, the connection of its client, and its start."""

    pid: int
    life: int
    link: socket.socket
    began: float


class Server:
    """A listening socket, and the renders that go on, by the descriptors of their lives and of their links."""

    def __init__(self, path: str, run: "Run", tell: "Callable[[Record], None] | None" = None) -> None:
        """Listen at a path, in place of an earlier server; `tell` gets a record of each render.

        Raises:
            OSError: that can't be.
        """
        with suppress(FileNotFoundError):
            os.unlink(path)
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(path)
        self._listening.listen(_QUEUE)
        self._run, self._tell, self._reaper = run, tell, Reaper()
        self._lives: dict[int, Render] = {}
        self._links: dict[int, Render] = {}
        self._watched = select.poll()

    def serve(self, until: int) -> None:
        """Serve until the pipe `until` ends, which the process that started this one has open."""
        self._reaper.start()
        self._watched.register(until, 0)  # the end of a pipe or connection is told without being asked for
        listening = self._listening.fileno()
        while True:
            self._watched.register(listening, select.POLLIN if len(self._lives) < _MOST else 0)
            events = [descriptor for descriptor, _ in self._watched.poll()]
            if until in events:
                return
            for descriptor in events:  # a new connection comes last: it may get a number that was closed just now
                if render := self._lives.get(descriptor):
                    self._ended(render)
                elif render := self._links.get(descriptor):
                    self._hung_up(render)
            if listening in events:
                self._accept()

    def _accept(self) -> None:
        """Accept a connection of this user, greet its client, and fork a child for it."""
        try:
            link, _ = self._listening.accept()
        except OSError:
            time.sleep(_PAUSE)
            return
        try:
            wire.peer(link)
            link.send(wire.frame(wire.HELLO))
            self._fork(link)
        except OSError:  # the client is another user's, or is gone, or there is no room for one more process
            link.close()

    def _fork(self, link: socket.socket) -> None:
        life, end = os.pipe()
        try:
            pid = os.fork()
        except OSError:
            os.close(life)
            os.close(end)
            raise
        if not pid:
            try:
                os.close(life)
                self._leave()
                answer(link, self._run, end if self._tell else -1)
            finally:
                os._exit(0)  # its client has the exit code of the command
        os.close(end)
        with suppress(OSError):  # the child does so too; one of both is first
            os.setpgid(pid, pid)
        render = Render(pid=pid, life=life, link=link, began=time.monotonic())
        self._lives[life] = self._links[link.fileno()] = render
        self._watched.register(life, 0)
        self._watched.register(link, 0)

    def _leave(self) -> None:
        """Become a process of its own: with a group that the reaper knows, and without the server's descriptors."""
        os.setpgid(0, 0)
        self._reaper.group(os.getpid())
        self._reaper.leave()
        self._listening.close()
        for render in self._lives.values():
            os.close(render.life)
            render.link.close()

    def _hung_up(self, render: Render) -> None:
        """Kill a child whose client has gone, and all in its group; its end is told as any other."""
        self._watched.unregister(self._links.pop(render.link.fileno()).link)
        os.killpg(render.pid, signal.SIGKILL)

    def _ended(self, render: Render) -> None:
        """Kill what a child has left in its group, and tell its client if the child was killed itself."""
        if waits := self._links.pop(render.link.fileno(), None):
            self._watched.unregister(render.link)
        self._watched.unregister(render.life)
        notes = noted(render.life) if self._tell else {}
        os.close(self._lives.pop(render.life).life)
        with suppress(OSError):  # nothing is left in it
            os.killpg(render.pid, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(render.pid, 0)[1])
        self._reaper.ended(render.pid)
        with suppress(OSError):  # the client is gone
            if status < 0:
                render.link.send(wire.frame(wire.KILLED, -status))
        render.link.close()
        lost = KILLED if waits and status < 0 else GONE
        if self._tell and (record := Record.of(notes, seconds=time.monotonic() - render.began, lost=lost)):
            self._tell(record)
