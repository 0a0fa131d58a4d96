"""A place for a resident Helm: a lock, which gives it to one render at a time, and the socket of its process."""

import _socket  # `socket` itself would import enum and selectors
import os

from cmp.system import locks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Self

_PROGRAM = "swell-helm"  # how the name of the program begins
_PREFIX = "swell-"  # what its name has before that of the Helm beside it
_QUEUE = 4  # connections that wait to be answered
_SIGKILL = 9


class Place:
    """One of the places, locked. Its process lasts longer than the render that starts it."""

    def __init__(self, folder: str, name: str, lock: int) -> None:
        """Take over the lock."""
        self._folder, self._name, self._lock = folder, name, lock

    @classmethod
    def free(cls, program: str, folder: str, count: int) -> "Self | None":
        """Return the first free place of so many, None where there is none.

        Another program has other places, and so has one beside another Helm: a process looks once, at its start,
        whether that is the Helm that it is made of.

        Raises:
            OSError: one of both is gone, or nothing can be written to the folder.
        """
        beside, called = os.path.split(program)
        found = [os.stat(path) for path in (program, os.path.join(beside, called.removeprefix(_PREFIX)))]
        both = "-".join(f"{one.st_ino:x}-{one.st_mtime_ns:x}" for one in found)
        for number in range(count):
            name = f"helm-{both}-{number}"
            if (lock := locks.tried(os.path.join(folder, f"{name}.lock"), alone=True, create=True)) is not None:
                return cls(folder, name, lock)
        return None

    def connection(self, program: str, environment: "Mapping[str, str]") -> _socket.socket:
        """Return a connection to its process, which is started where none listens. Raises OSError where that fails."""
        try:
            return self._connected()
        except OSError:
            self._start(program, environment)
            return self._connected()

    def kill(self) -> None:
        """Kill its process, unless that has ended and its number is another's."""
        pid = os.pread(self._lock, 20, 0).decode()
        try:
            if pid and os.path.basename(os.readlink(f"/proc/{pid}/exe")).startswith(_PROGRAM):
                os.kill(int(pid), _SIGKILL)
        except OSError:
            pass

    def leave(self) -> None:
        """Give the place to the next render."""
        os.close(self._lock)

    def _connected(self) -> _socket.socket:
        link = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            link.settimeout(0)  # a process that is stuck, and whose queue is full, is as good as none
            self._by_folder(link.connect)
        except BaseException:
            link.close()
            raise
        return link

    def _start(self, program: str, environment: "Mapping[str, str]") -> None:
        """Start a process, whose descriptor 3 is a socket that listens already."""
        path = os.path.join(self._folder, self._name)
        if os.path.lexists(path):
            os.unlink(path)
        listening = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            self._by_folder(listening.bind)
            listening.listen(_QUEUE)
            nothing = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
            descriptors = [*nothing, (os.POSIX_SPAWN_DUP2, listening.fileno(), 3)]
            argv = (program, "serve", path)
            pid = os.posix_spawn(program, argv, environment, file_actions=descriptors, setsid=True)
        finally:
            listening.close()
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, str(pid).encode(), 0)

    def _by_folder(self, call: "Callable[[str], None]") -> None:
        """Call with the path of the socket by way of its open folder: such a path may have no more than 107 bytes."""
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            call(f"/proc/self/fd/{folder}/{self._name}")
        finally:
            os.close(folder)
