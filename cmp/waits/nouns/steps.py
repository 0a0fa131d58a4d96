"""The steps that simulated runs may take: one run, and all runs of all programs of a render together.

What a step costs grows with what it handles, so that no script makes a step take long.
"""

from cmp.budget import Budget

_MOST = 1_500_000
"""Steps of a render, of some five microseconds each; a wait for one of few takes some two hundred."""
_CHARACTERS, _ITEMS = 256, 64
"""How much text, and how many fields or variables, a step handles."""


class TooFarError(Exception):
    """A script takes more steps than are followed."""


_TOGETHER = Budget(_MOST, TooFarError)
"""The steps that are left to all programs of a render; this process renders one application at a time."""


def renew(most: int = _MOST) -> None:
    """Allow so many steps again, for the next render."""
    _TOGETHER.left = most


class Steps(Budget):
    """The steps that are left to one run."""

    def __init__(self, most: int) -> None:
        """Allow so many."""
        super().__init__(most, TooFarError)

    def step(self, *, characters: int = 0, items: int = 0) -> None:
        """Take a step that handles so much. Raises TooFarError where none is left, to the run or to all of them."""
        self._taken(1 + _cost(characters, items))

    def handle(self, *, characters: int = 0, items: int = 0) -> None:
        """Take what it costs within a step to handle so much, which is nothing for little. Raises TooFarError too."""
        self._taken(_cost(characters, items))

    def _taken(self, cost: int) -> None:
        self.take(cost)
        take_together(cost)


def _cost(characters: int, items: int) -> int:
    return characters // _CHARACTERS + items // _ITEMS


def take_together(steps: int) -> None:
    """Take steps of all runs alone. Raises TooFarError where none are left."""
    _TOGETHER.take(steps)
