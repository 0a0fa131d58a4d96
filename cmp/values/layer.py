"""One layer of values."""

from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Layer(Value):
    """A text of values, and the file that it was read from, if any: `path`. `name` stands for it in messages.

    `revision` is where it was taken from, "" for a file of this repository. `allow` are the only paths that it may set,
    None where it may set all. `tree` is what it says where Swell has made the text from what other layers say.
    """

    name: str
    path: str = ""
    text: str = ""
    revision: str = ""
    allow: tuple[str, ...] | None = None
    tree: "Any" = None

    def at(self, line: int = 0) -> str:
        """Return a place in it as an error tells it: `$area/charts/values.yaml:4 (be-sms@4f1c2e9)`."""
        place = f"{self.name}:{line}" if line else self.name
        return f"{place} ({self.revision})" if self.revision else place
