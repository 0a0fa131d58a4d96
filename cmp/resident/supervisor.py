"""The first process of the container: runs argocd-cmp-server, and beside it the server, which it starts again.

All ends with argocd-cmp-server, to which signals are passed on. As process 1 it also waits for the
processes that others have left behind.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from cmp.errors import CommandError
from cmp.settings import TemporaryFolder
from cmp.system.signals import signal_name

_PASSED_ON = {
    *(signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT),
    *(signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH),
}
_IGNORED = (signal.SIGPIPE, signal.SIGXFSZ)  # by Python, and then by what it starts as well
_PAUSE, _LONGEST = 0.5, 60.0  # seconds before a server that has ended starts again; doubled each time, up to a minute
_START, _LOOK = 10.0, 0.02  # seconds that argocd-cmp-server waits for the first server, and between two looks
_GOOD = 60.0  # seconds after which a server counts as one that works
_BY_SIGNAL = 128  # what a shell adds to a signal's number
_SOCKET = "socket"


@contextmanager
def socket_folder(temporary: TemporaryFolder) -> Iterator[str]:
    """Make a folder for the socket, which no other user may enter; yield the path of the socket, and remove both.

    Raises:
        SourceError: it can't be made, or is another user's.
    """
    path = os.path.join(temporary.path, f"swell-server-{os.getuid()}-{os.getpid()}")
    try:
        _remove(path)  # a container that starts again has the same number, and its old /tmp
        os.mkdir(path, 0o700)
    except OSError as problem:
        raise temporary.refusal(problem, what="the server's socket") from None
    try:
        yield os.path.join(path, _SOCKET)
    finally:
        _remove(path)


def _remove(folder: str) -> None:
    """Remove the folder and the socket in it, as far as they are there; no link is followed."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            os.unlink(_SOCKET, dir_fd=opened)
        finally:
            os.close(opened)
    with suppress(OSError):
        os.rmdir(folder)


class Supervisor:
    """Two processes, argocd-cmp-server and the server; the number of the latter is 0 while it does not run."""

    def __init__(self, command: Sequence[str], server: Sequence[str], tell: Callable[[str], None]) -> None:
        """Start nothing yet; the last word of `server` is its socket, `tell` gets a line whenever it has ended."""
        self._command, self._argv, self._tell = command, server, tell
        self._main = self._server = 0
        self._moment, self._pause = 0.0, _PAUSE
        self._stdin, self._life = os.pipe()  # the server ends when this process does

    def run(self, variables: Mapping[str, str], more: Mapping[str, str]) -> int:
        """Run both until the command ends, and return its exit code; `more` variables are for the command alone.

        Raises:
            CommandError: the command can't be started.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, *_PASSED_ON})
        self._serve(variables)
        self._await()
        try:
            self._main = _spawn(self._command, {**variables, **more}, stdin=0, apart=False)
        except OSError as problem:
            self._stop()
            fix = "correct its path, or in a pod mount the volume `var-files` at /var/run/argocd"
            raise CommandError(f"can't start {self._command[0]}: {problem.strerror}", fix=fix) from None
        while True:
            if not self._server and time.monotonic() >= self._moment:
                self._serve(variables)
            number = self._signal()
            if number in _PASSED_ON:
                os.kill(self._main, number)
            elif (code := self._reaped()) is not None:
                self._stop()
                return code

    def _serve(self, variables: Mapping[str, str]) -> None:
        """Start the server."""
        try:
            self._server = _spawn(self._argv, variables, stdin=self._stdin, apart=True)
            self._moment = time.monotonic()
        except OSError as problem:
            self._again(problem.strerror or "")

    def _await(self) -> None:
        """Wait until the server listens, but not for long, so that the first render has it already."""
        end = time.monotonic() + _START
        while self._server and not os.path.exists(self._argv[-1]) and time.monotonic() < end:
            time.sleep(_LOOK)
            self._reaped()

    def _signal(self) -> int:
        """Return the next signal, 0 if none comes before the server is to be started."""
        if self._server:
            return signal.sigwait({signal.SIGCHLD, *_PASSED_ON})
        left = max(0.0, self._moment - time.monotonic())
        found = signal.sigtimedwait({signal.SIGCHLD, *_PASSED_ON}, left)
        return found.si_signo if found else 0

    def _reaped(self) -> int | None:
        """Take note of all processes that have ended; return the exit code of the command if it is one of them."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                code = os.waitstatus_to_exitcode(ended[1])
                if ended[0] == self._main:
                    return code if code >= 0 else _BY_SIGNAL - code
                if ended[0] == self._server:
                    self._again(f"exit code {code}" if code >= 0 else signal_name(-code))
        return None

    def _again(self, why: str) -> None:
        """Say that the server has ended, and when it starts again: later each time, unless it had worked for long."""
        now = time.monotonic()
        worked = self._server and now - self._moment >= _GOOD
        self._pause = _PAUSE if worked else min(2 * self._pause, _LONGEST)
        self._server, self._moment = 0, now + self._pause
        self._tell(
            f"swell: the server has ended ({why}) and starts again in {self._pause:.0f} s; renders go on without it"
        )

    def _stop(self) -> None:
        """End the server, whose reaper ends what it renders."""
        if self._server:
            os.kill(self._server, signal.SIGKILL)
            os.waitpid(self._server, 0)


def _spawn(argv: Sequence[str], variables: Mapping[str, str], *, stdin: int, apart: bool) -> int:
    """Start a program and return its number; one that is `apart` gets no signal of a terminal or a group."""
    actions = [(os.POSIX_SPAWN_DUP2, stdin, 0)]
    return os.posix_spawnp(
        argv[0], list(argv), dict(variables), file_actions=actions, setsid=apart, setsigmask=(), setsigdef=_IGNORED
    )
