"""Random applications with authors' hooks and scripts that wait: none that finishes untouched hangs through Swell.

They run with the newest Argo CD alone. What Argo CD decides of them, phases, waves and what a step waits for,
`test_random_order` and `test_streams_synced` compare with the older ones, too; what they wait for is up to the pods.
"""

from collections.abc import Iterable, Iterator
from itertools import count, islice
from typing import NamedTuple

import pytest
import random_sync
from argocd import State
from planned import Planned
from stand import Stand

_AT_ONCE = 40


class Synced(NamedTuple):
    """An application, what became of its sync, and what kept its pods."""

    one: Planned
    state: State
    held: str

    @property
    def finished(self) -> bool:
        """Whether its sync came to its end."""
        return bool(self.state["phase"] == "Succeeded")


Both = tuple[Synced, Synced | None]
"""An application untouched, and through Swell if it finished untouched."""


@pytest.fixture(scope="module")
def applications(stand: Stand, request: pytest.FixtureRequest) -> list[Both]:
    """Sync them all untouched, then those that finished as Swell orders them."""
    seeds, wanted = count(request.config.getoption("seed")), request.config.getoption("applications")
    pairs = list(islice(filter(None, map(random_sync.authored, seeds)), wanted))
    found: list[Both] = []
    for start in range(0, len(pairs), _AT_ONCE):
        some = pairs[start : start + _AT_ONCE]
        before = list(_synced(stand, (untouched for untouched, _ in some)))
        again = [ordered for (_, ordered), one in zip(some, before, strict=True) if one.finished]
        after = {one.one.name: one for one in _synced(stand, again)}
        found += [(one, after.get(ordered.name)) for (_, ordered), one in zip(some, before, strict=True)]
    return found


def _synced(stand: Stand, some: Iterable[Planned]) -> Iterator[Synced]:
    planned = {one.name: one for one in some}
    stand.sync({name: one.text for name, one in planned.items()})
    states = stand.settle(planned)
    made = [Synced(one, states[name], stand.nodes.shown(name)) for name, one in planned.items()]
    stand.forget(planned)
    yield from made


def test_enough_of_them_finish_untouched_and_enough_of_them_do_not(applications: list[Both]) -> None:
    finished = [untouched.finished for untouched, _ in applications]

    assert len(finished) / 5 < sum(finished) < len(finished) * 4 / 5


def test_each_that_finishes_untouched_finishes_through_swell(applications: list[Both]) -> None:
    harmed = [(one.one.name, one.state.get("message"), one.held) for _, one in applications if one and not one.finished]
    assert harmed == []


def test_each_finishes_if_and_only_if_its_plan_says_so(applications: list[Both]) -> None:
    synced = [one for both in applications for one in both if one]
    wrong = {
        one.one.name: (one.state["phase"], one.state.get("message"), one.one.stalls, one.held)
        for one in synced
        if one.finished == bool(one.one.stalls)
    }
    assert wrong == {}
