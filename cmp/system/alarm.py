"""An alarm that ends a call of the operating system which has no deadline of its own."""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from types import FrameType
else:
    import _signal as signal  # `signal` itself would import enum

_LEAST = 0.001  # seconds; 0 would set no alarm


class RangError(BaseException):
    """The time is over; no handler of ordinary exceptions takes it for one of its own."""


class Alarm:
    """Raise RangError in a `with` once so many seconds have passed; the alarm that was set before rings afterwards.

    Only the main thread can have one.
    """

    def __init__(self, seconds: float) -> None:
        """Set no alarm yet."""
        self._seconds = max(seconds, _LEAST)

    def __enter__(self) -> None:
        def ring(_: int, __: "FrameType | None") -> None:
            raise RangError

        self._before = signal.signal(signal.SIGALRM, ring)
        self._began = time.monotonic()
        self._other = signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, self._before)
        left, interval = self._other
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - self._began), _LEAST), interval)
