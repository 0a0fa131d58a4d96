"""The bounds of this process: the moment by which its work must be done, its processor time and its memory.

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
    """The time is over; no handler of ordinary exceptions takes it for one of its own."""

    def __init__(self, error: LateError) -> None:
        super().__init__()
        self.error = error


class _Timer:
    """A timer of this process, which rings with an error; one that was set around it goes on afterwards."""

    def __init__(self, timer: int, number: int) -> None:
        self._timer, self._number = timer, number
        self._left: float = 0
        self._handler: signal._HANDLER = None

    def take(self) -> None:
        """Note what is set around."""
        self._left, self._handler = signal.setitimer(self._timer, 0)[0], signal.getsignal(self._number)

    def set(self, seconds: float, error: LateError) -> None:
        """Let OverdueError be raised wherever this process is after so many seconds, and again."""

        def ring(_: int, __: "FrameType | None") -> None:
            raise OverdueError(error)

        signal.signal(self._number, ring)
        signal.setitimer(self._timer, seconds, _AGAIN)

    def give_back(self) -> None:
        """End it."""
        signal.setitimer(self._timer, 0)
        if self._left:
            signal.signal(self._number, self._handler)
            signal.setitimer(self._timer, self._left, _AGAIN)


class Bounds:
    """Keep this process within a deadline, bytes of memory and seconds of a processor inside a `with`.

    The processor's time is that of Swell itself, whatever programs and hosts take until the deadline. A program that is
    started inside inherits the bound of memory. Only private data counts (RLIMIT_DATA), not addresses: Go reserves far
    more of those than it uses. Around others, as a command that renders many applications has them around each render,
    the time of those inside does not count.
    """

    def __init__(self, deadline: Deadline, memory: int, processor: int) -> None:
        """Set no bound yet."""
        self._deadline, self._memory, self._processor, self._set = deadline, memory, processor, False
        self._before = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        self._clock = _Timer(signal.ITIMER_REAL, signal.SIGALRM)
        self._work = _Timer(signal.ITIMER_PROF, signal.SIGPROF)

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
        self._clock.take()
        self._work.take()
        self._set = True
        self._work.set(self._processor, _spent(self._processor))
        self.expect(self._deadline)
        return self

    def expect(self, deadline: Deadline) -> None:
        """Set another deadline; outside of the `with` there is none to set."""
        if self._set:
            self._clock.set(deadline.left() + _GRACE, _overdue(deadline))

    def __exit__(
        self, kind: "type[BaseException] | None", problem: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        """Lift the bounds. Raises ShortageError where the memory was not enough."""
        self._set = False
        self._work.give_back()
        self._clock.give_back()
        try:  # noqa: SIM105  (contextlib is not imported before Helm has started)
            resource.setrlimit(resource.RLIMIT_DATA, self._before)
        except (OSError, ValueError):
            pass  # the work is done, and what comes next has the same bound
        if isinstance(problem, MemoryError):
            raise out_of_memory(self._memory) from None


def _overdue(deadline: Deadline) -> LateError:
    return LateError(
        f"the work had not ended after {deadline.seconds:.0f} s, and was stopped",
        fix=f"render less, or raise {deadline.source} together with the time that Argo CD itself waits",
    )


def _spent(seconds: int) -> LateError:
    return LateError(
        f"the work had taken {seconds} s of a processor, and was stopped",
        fix="render less, or raise SWELL_CPU_SECONDS",
    )


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
