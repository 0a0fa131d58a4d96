"""What this process does that may take long, for the terminal of the user who waits."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self

_NOW: list[str] = []


class doing:  # noqa: N801  (used as a function is)
    """Say what is done as long as the block runs: `with doing("pulling https://..."): ...`."""

    def __init__(self, what: str) -> None:
        """Take the words for it."""
        self._what = what

    def __enter__(self) -> "Self":
        _NOW.append(self._what)
        return self

    def __exit__(self, *_: object) -> None:
        _NOW.pop()


def now() -> str:
    """Return the words for what is done now, "" for nothing that takes long."""
    return _NOW[-1] if _NOW else ""
