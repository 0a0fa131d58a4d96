"""How much may be looked at, made or read of all that belongs together."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Budget:
    """A number that is used up; `spent` returns the error for what goes beyond it."""

    def __init__(self, most: int, spent: "Callable[[], Exception]") -> None:
        """Begin with all of it."""
        self.left, self._spent = most, spent

    def take(self, number: int = 1) -> None:
        """Use so much of it. Raises what `spent` returns where less is left."""
        self.left -= number
        if self.left < 0:
            raise self._spent()
