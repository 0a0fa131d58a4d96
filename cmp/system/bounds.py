"""The bounds of this process: the moment by which its work must be done, and the memory that it may take.

A program that Swell starts has a deadline of its own (`cmp.system.process`). The bounds here are the net below Swell's
own loops: whatever an input makes them do, they end with an error that names the bound.
"""

import resource

from cmp.errors import LateError, ShortageError, SystemCallError
from cmp.system.process import Deadline

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from types import FrameType, TracebackType
    from typing import Self
else:
    import _signal as signal  # `signal` itself would import enum, before Helm has started

_GRACE = 1.0  # seconds in which what waits until the deadline itself can say what it waited for
_LIMITS = (resource.RLIMIT_AS, resource.RLIMIT_DATA)
_AGAIN = 1.0  # seconds; Python drops an exception that is raised while an object is deleted


class OverdueError(BaseException):
    """The moment has passed; no handler of ordinary exceptions takes it for one of its own."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self.error = LateError(
            f"the work had not ended after {deadline.seconds:.0f} s, and was stopped",
            fix=f"render less, or raise {deadline.source} together with the time that Argo CD itself waits",
        )


class Bounds:
    """Keep this process within a deadline and so many bytes of memory inside a `with`.

    A program that is started inside inherits the bound of memory. Only private data counts (RLIMIT_DATA), not
    addresses: Go reserves far more of those than it uses. Around others, as a command that renders many applications
    has them around each render, the time of those inside does not count.
    """

    def __init__(self, deadline: Deadline, memory: int) -> None:
        """Set no bound yet."""
        self._deadline, self._memory, self._set = deadline, memory, False
        self._before = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        self._around: tuple[float, signal._HANDLER] = (0.0, None)

    def __enter__(self) -> "Self":
        """Set the bounds; from now on OverdueError may be raised anywhere.

        Raises:
            SystemCallError: the operating system sets no bound.
        """
        self._before = soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if soft == resource.RLIM_INFINITY or self._memory < soft:
            try:
                resource.setrlimit(resource.RLIMIT_DATA, (self._memory, hard))
            except (OSError, ValueError):
                raise SystemCallError(
                    "the operating system sets no bound of memory", fix="allow the call prlimit64 in the container"
                ) from None
        self._around = signal.setitimer(signal.ITIMER_REAL, 0)[0], signal.getsignal(signal.SIGALRM)
        self._set = True
        self.expect(self._deadline)
        return self

    def expect(self, deadline: Deadline) -> None:
        """Set another deadline; outside of the `with` there is none to set."""
        if not self._set:
            return

        def ring(_: int, __: "FrameType | None") -> None:
            raise OverdueError(deadline)

        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, deadline.left() + _GRACE, _AGAIN)

    def __exit__(
        self, kind: "type[BaseException] | None", problem: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        """Lift the bounds. Raises ShortageError where the memory was not enough."""
        self._set = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        left, handler = self._around
        if left:
            signal.signal(signal.SIGALRM, handler)
            signal.setitimer(signal.ITIMER_REAL, left, _AGAIN)
        try:  # noqa: SIM105  (contextlib is not imported before Helm has started)
            resource.setrlimit(resource.RLIMIT_DATA, self._before)
        except (OSError, ValueError):
            pass  # the work is done, and what comes next has the same bound
        if isinstance(problem, MemoryError):
            raise out_of_memory(self._memory) from None


def out_of_memory(memory: int, *, program: str = "the work") -> ShortageError:
    """Return the error for work, or a program, that needed more than so many bytes of memory, or than it was given."""
    given = [soft for soft, _ in map(resource.getrlimit, _LIMITS) if soft != resource.RLIM_INFINITY]
    least = min([memory, *given])
    raised = (
        "SWELL_MEMORY_BYTES" if least == memory else "the limit under which Swell was started (ulimit -v, ulimit -d)"
    )
    return ShortageError(
        f"{program} needed more than {least >> 20} MiB of memory, and was stopped",
        fix=f"render less, or raise {raised}, together with the memory of the sidecar",
    )
