"""The first process of the container: runs argocd-cmp-server, and beside it services, which it starts again.

All ends with argocd-cmp-server, to which signals are passed on. As process 1 it also waits for the
processes that others have left behind.
"""

import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

from cmp.errors import CommandError
from cmp.resident.service import Service, spawn
from cmp.settings import TemporaryFolder

_PASSED_ON = {
    *(signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT),
    *(signal.SIGUSR1, signal.SIGUSR2, signal.SIGWINCH),
}
_START, _LOOK = 10.0, 0.02  # seconds that argocd-cmp-server waits for the first server, and between two looks
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
    """The processes of argocd-cmp-server and of the services beside it."""

    def __init__(self, command: Sequence[str], services: Sequence[Service], socket: str) -> None:
        """Start nothing yet; `socket` is where the server will listen."""
        self._command, self._services, self._socket = command, services, socket
        self._main = 0

    def run(self, variables: Mapping[str, str], more: Mapping[str, str]) -> int:
        """Run all until the command ends, and return its exit code; `more` variables are for the command alone.

        Raises:
            CommandError: the command can't be started.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD, *_PASSED_ON})
        for service in self._services:
            service.start(variables)
        self._await()
        try:
            self._main = spawn(self._command, {**variables, **more}, streams={}, apart=False)
        except OSError as problem:
            self._stop()
            fix = "correct its path, or in a pod mount the volume `var-files` at /var/run/argocd"
            raise CommandError(f"can't start {self._command[0]}: {problem.strerror}", fix=fix) from None
        while True:
            for service in self._down():
                if time.monotonic() >= service.moment:
                    service.start(variables)
            number = self._signal()
            if number in _PASSED_ON:
                os.kill(self._main, number)
            elif (code := self._reaped()) is not None:
                self._stop()
                return code

    def _down(self) -> list[Service]:
        return [service for service in self._services if not service.pid]

    def _await(self) -> None:
        """Wait until the server listens, but not for long, so that the first render has it already."""
        end = time.monotonic() + _START
        while len(self._down()) < len(self._services) and not os.path.exists(self._socket) and time.monotonic() < end:
            time.sleep(_LOOK)
            self._reaped()

    def _signal(self) -> int:
        """Return the next signal, 0 if none comes before a service is to be started."""
        signals = {signal.SIGCHLD, *_PASSED_ON}
        if not (down := self._down()):
            return signal.sigwait(signals)
        left = max(0.0, min(service.moment for service in down) - time.monotonic())
        found = signal.sigtimedwait(signals, left)
        return found.si_signo if found else 0

    def _reaped(self) -> int | None:
        """Take note of all processes that have ended; return the exit code of the command if it is one of them."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                code = os.waitstatus_to_exitcode(ended[1])
                if ended[0] == self._main:
                    return code if code >= 0 else _BY_SIGNAL - code
                for service in self._services:
                    if service.pid == ended[0]:
                        service.exited(code)
        return None

    def _stop(self) -> None:
        """End the services; the server's reaper ends what it renders."""
        for service in self._services:
            service.stop()
