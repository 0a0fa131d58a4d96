"""The source session of a render: opened where a source is declared, and not before."""

from cmp.helm.runtime import HelmRuntime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from cmp.lock.session import LockSession


class LazySession:
    """Returns the same session each time it is called; closes it at the end of a `with`."""

    def __init__(self, runtime: HelmRuntime) -> None:
        """Make nothing yet."""
        self.runtime = runtime
        self._made: LockSession | None = None

    def __call__(self) -> "LockSession":
        """Return the session."""
        if self._made is None:
            from cmp.lock.session import LockSession

            self._made = LockSession(self.runtime.environ, self.runtime.deadline)
        return self._made

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self, kind: "type[BaseException] | None", problem: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        if self._made:
            self._made.close()
