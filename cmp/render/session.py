"""The cellar of a run: made where a source is declared, and not before."""

from cmp.helm.program import Kitchen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from cmp.lock.session import Cellar


class Cellars:
    """Returns the same cellar each time it is called; closes it at the end of a `with`."""

    def __init__(self, kitchen: Kitchen) -> None:
        """Make nothing yet."""
        self.kitchen = kitchen
        self._made: Cellar | None = None

    def __call__(self) -> "Cellar":
        """Return the cellar."""
        if self._made is None:
            from cmp.lock.session import Cellar

            self._made = Cellar(self.kitchen.environ, self.kitchen.deadline)
        return self._made

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self, kind: "type[BaseException] | None", problem: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        if self._made:
            self._made.close()
