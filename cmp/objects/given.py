"""How much of what containers are given a render looks at: many containers may share a few large ConfigMaps."""

from cmp.budget import Budget
from cmp.errors import ConfigError
from cmp.objects.index import Index

MOST = 1_000_000
"""Variables and files that are looked at, of all containers together; a few microseconds each."""
_CHARACTERS, _SEARCHED = 16, 256
"""Characters that take as long as a variable: of a text that is read, and of one that is searched for another."""


class Given(Budget):
    """What is left to the containers of a stream; `index.made(Given)` is that of an index."""

    def __init__(self, _: Index) -> None:
        """Begin with all of it."""
        super().__init__(MOST, _too_much)

    def look(self, settings: int = 0, *, characters: int = 0, searched: int = 0) -> None:
        """Look at so many variables or files, and at so many characters.

        Raises:
            ConfigError: that is more than MOST in all.
        """
        self.take(settings + characters // _CHARACTERS + searched // _SEARCHED)


def _too_much() -> ConfigError:
    return ConfigError(
        f"the containers are given more than {MOST} variables and files in all",
        fix="let fewer containers read the same ConfigMaps and Secrets, or split the application",
    )
