"""A program that runs beside argocd-cmp-server, and is started again when it ends."""

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence

from cmp.system.signals import signal_name

_IGNORED = (signal.SIGPIPE, signal.SIGXFSZ)  # by Python, and then by what it starts as well
_PAUSE, _LONGEST = 0.5, 60.0  # seconds before one that has ended starts again; doubled each time, up to a minute
_GOOD = 60.0  # seconds after which it counts as one that works


class Service:
    """Such a program: `pid` is its process, 0 while there is none, and `moment` when that began, or is to begin."""

    def __init__(self, name: str, argv: Sequence[str], streams: Mapping[int, int], tell: Callable[[str], None]) -> None:
        """Start nothing yet.

        Args:
            name: what it is called where its end is told.
            argv: the program and its arguments.
            streams: the descriptors of this process that it gets as its 0, 1 or 2.
            tell: gets a line whenever it has ended.
        """
        self._name, self._argv, self._streams, self._tell = name, argv, streams, tell
        self.pid, self.moment, self._pause = 0, 0.0, _PAUSE

    def start(self, variables: Mapping[str, str]) -> None:
        """Start it; where that can't be, it is tried again as after an end."""
        try:
            self.pid = spawn(self._argv, variables, streams=self._streams, apart=True)
            self.moment = time.monotonic()
        except OSError as problem:
            self.ended(problem.strerror or "")

    def ended(self, why: str) -> None:
        """Say that it has ended, and when it starts again: later each time, unless it had worked for long."""
        now = time.monotonic()
        worked = self.pid and now - self.moment >= _GOOD
        self._pause = _PAUSE if worked else min(2 * self._pause, _LONGEST)
        self.pid, self.moment = 0, now + self._pause
        self._tell(
            f"swell: the {self._name} has ended ({why}) and starts again in {self._pause:.0f} s; "
            "renders go on without it"
        )

    def exited(self, code: int) -> None:
        """Take note of its exit code, negative where a signal has ended it."""
        self.ended(f"exit code {code}" if code >= 0 else signal_name(-code))

    def stop(self) -> None:
        """End it."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


def spawn(argv: Sequence[str], variables: Mapping[str, str], *, streams: Mapping[int, int], apart: bool) -> int:
    """Start a program and return its number; one that is `apart` gets no signal of a terminal or a group."""
    actions = [(os.POSIX_SPAWN_DUP2, descriptor, stream) for stream, descriptor in streams.items()]
    return os.posix_spawnp(
        argv[0], list(argv), dict(variables), file_actions=actions, setsid=apart, setsigmask=(), setsigdef=_IGNORED
    )
