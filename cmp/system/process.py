"""Running programs: from an argument list, without a shell, with an empty stdin, and up to a deadline.

`os.posix_spawn` and not `subprocess`, whose import takes a fifth of the time that Helm needs for a small chart.
"""

import os
import time

from cmp.errors import CommandError, LateError
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_CHUNK = 1 << 20
_PAUSE = 0.001
_ERRORS = 1 << 17  # bytes of stderr that are kept of its beginning, and of its end


class Deadline(Value):
    """A moment (of `time.monotonic`) by which work must be done, with its length in seconds and its setting."""

    moment: float
    seconds: float
    source: str = "SWELL_TIMEOUT"

    @staticmethod
    def after(seconds: float) -> "Deadline":
        """Return the deadline that begins now."""
        return Deadline(moment=time.monotonic() + seconds, seconds=seconds)

    def lowered(self, seconds: float, *, source: str, apart: float = 0.0) -> "Deadline":
        """Return the deadline that many seconds after the same start, `apart` not counted, if it is the earlier one."""
        moment = self.moment - self.seconds + apart + seconds
        return Deadline(moment=moment, seconds=seconds, source=source) if moment < self.moment else self

    def left(self) -> float:
        """The seconds that remain, 0 if the deadline has passed."""
        return max(0.0, self.moment - time.monotonic())


class Running(Value):
    """A started program: its process, and the descriptors to read its stdout and stderr from.

    `group` tells whether it leads a process group, which the reaper ends.
    """

    name: str
    pid: int
    stdout: int
    stderr: int
    group: bool = False

    def ended(self) -> int | None:
        """Return its exit code, or minus the signal that killed it; None as long as it runs."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if pid else None

    def kill(self) -> None:
        """Kill it with all that it has started, and wait for its end."""
        from cmp.system.descendants import kill

        kill(self.pid, pipes=(self.stdout, self.stderr))
        os.waitpid(self.pid, 0)

    def close(self) -> None:
        """Close the descriptors after its end."""
        os.close(self.stdout)
        os.close(self.stderr)
        if self.group:
            from cmp.system.reaper import REAPER

            REAPER.ended(self.pid)


class Finished(Value):
    """The end of a program: `status` is its exit code, or minus the signal that killed it."""

    status: int
    stdout: bytes
    stderr: bytes


class Errors:
    """What a program writes to stderr: its beginning and its end, so that an endless one does not fill the memory."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._first = self._last = b""

    def add(self, chunk: bytes) -> None:
        """Add the next bytes."""
        room = _ERRORS - len(self._first)
        self._first += chunk[:room]
        self._last = (self._last + chunk[room:])[-_ERRORS:]

    @property
    def text(self) -> bytes:
        """The bytes that were kept."""
        return self._first + self._last


def start(argv: "Sequence[str]", *, env: "Mapping[str, str]", stdin: int | None = None, group: bool = False) -> Running:
    """Start a program given by its path; it inherits the descriptors that were made inheritable.

    Args:
        argv: the path, and the arguments.
        env: its environment.
        stdin: a descriptor to read from; nothing if there is none.
        group: whether it starts a new session: then it has no terminal, and is ended with this process.

    Raises:
        CommandError: it can't be started.
    """
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    outputs = [(os.POSIX_SPAWN_DUP2, out_end, 1), (os.POSIX_SPAWN_DUP2, err_end, 2)]
    nothing = (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)
    reading = nothing if stdin is None else (os.POSIX_SPAWN_DUP2, stdin, 0)
    try:
        pid = os.posix_spawn(argv[0], list(argv), env, file_actions=[reading, *outputs], setsid=group)
    except OSError as problem:
        raise CommandError(f"can't start {argv[0]}: {problem.strerror}", fix=_fix(problem)) from None
    finally:
        os.close(out_end)
        os.close(err_end)
    if group:
        from cmp.system.reaper import REAPER

        REAPER.group(pid)
    return Running(name=os.path.basename(argv[0]), pid=pid, stdout=out, stderr=err, group=group)


def finish(running: Running, *, deadline: Deadline) -> Finished:
    """Read both outputs to their ends and wait for the program.

    Raises:
        LateError: the deadline passed; the program is killed.
    """
    ends: list[Finished] = []
    stdout = b"".join(output(running, deadline=deadline, tell=ends.append))
    return ends[0].replace(stdout=stdout)


def output(running: Running, *, deadline: Deadline, tell: "Callable[[Finished], None]") -> "Iterator[bytes]":
    """Yield the program's output as it comes, then wait for its end and report its status and its errors.

    Raises:
        LateError: the deadline passed; the program is killed.
    """
    from cmp.system.ready import ready

    errors = Errors()
    unread = {running.stdout, running.stderr}
    try:
        while unread:
            if not (found := ready(unread, deadline.left())):
                raise _late(running, deadline)  # noqa: TRY301  (caught below to stop the program)
            for stream in found:
                # An end is taken for one only where it is told twice: half of a listing looks like a whole one.
                if not (chunk := os.read(stream, _CHUNK) or os.read(stream, _CHUNK)):
                    unread.remove(stream)
                elif stream == running.stderr:
                    errors.add(chunk)
                else:
                    yield chunk
        while (status := running.ended()) is None:
            if not deadline.left():
                raise _late(running, deadline)  # noqa: TRY301  (likewise)
            time.sleep(_PAUSE)
    except BaseException:
        stop(running)
        raise
    running.close()
    tell(Finished(status=status, stdout=b"", stderr=errors.text))


def stop(running: Running) -> None:
    """Kill a program whose result is no longer needed, and what it has started: they use no CPU and no slot."""
    from cmp.system.undisturbed import undisturbed

    with undisturbed():
        running.kill()
        running.close()


def _late(running: Running, deadline: Deadline) -> LateError:
    return LateError(
        f"{running.name} had not finished after {deadline.seconds:.0f} s, and was stopped",
        fix=f"raise {deadline.source}, together with the time that Argo CD gives its repository server",
    )


def _fix(problem: OSError) -> str:
    if problem.errno == 7:  # noqa: PLR2004  (E2BIG; importing errno for one name is not worth it)
        return "the command line is too long: move parameters into a values file"
    return "see that its path is right, that it is a program for this machine, and that this user may run it"


def scratch(content: bytes) -> int:
    """Keep a text in memory for a program that Swell starts, readable at /dev/fd/<number>; nothing is left on a disk.

    The caller closes the descriptor. Raises CommandError if there is no space for it.
    """
    try:
        if hasattr(os, "memfd_create"):
            file = os.memfd_create("values")
        else:
            import tempfile

            with tempfile.TemporaryFile() as unnamed:
                file = os.dup(unnamed.fileno())
        left = memoryview(content)
        while left:
            left = left[os.write(file, left) :]
        os.lseek(file, 0, os.SEEK_SET)
        os.set_inheritable(file, True)  # noqa: FBT003  (its only form)
    except OSError as problem:
        raise CommandError(
            f"can't keep values for a program: {problem.strerror}",
            fix="give the sidecar more memory, or more room in /dev/shm",
        ) from None
    return file
