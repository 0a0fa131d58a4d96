"""Random applications, synced at once: what appears, step by step, is what Swell's simulation says."""

from collections.abc import Iterator
from itertools import count, islice

import pytest
import random_sync
from argocd import State, lasted
from planned import Planned
from stand import Stand

from cmp.argocd.deadlock import given_up

pytestmark = pytest.mark.can_differ
Synced = dict[str, tuple[Planned, State]]


@pytest.fixture(scope="module")
def synced(stand: Stand, request: pytest.FixtureRequest) -> Iterator[Synced]:
    """Sync them all, until each is over or hangs."""
    seeds, wanted = count(request.config.getoption("seed")), request.config.getoption("applications")
    found = {one.name: one for one in islice(filter(None, map(random_sync.made, seeds)), wanted)}
    stand.sync({name: one.text for name, one in found.items()})
    states = stand.settle(found)
    yield {name: (found[name], states[name]) for name in found if not stand.controller.stumbled(states[name])}
    stand.forget(found)


def test_enough_of_them_are_synced_and_enough_of_them_hang(synced: Synced) -> None:
    phases = [state["phase"] for _, state in synced.values()]

    assert len(phases) > 10
    assert len(phases) / 5 < phases.count("Succeeded") < len(phases) * 4 / 5


def test_random_applications_are_synced_as_simulated(synced: Synced, stand: Stand) -> None:
    wrong = stand.differences(synced.values())
    assert wrong == {}


def test_a_sync_hangs_just_where_swell_says_so(synced: Synced, stand: Stand) -> None:
    wrong = {
        name: (state["phase"], state.get("message"), one.stalls, stand.nodes.shown(name))
        for name, (one, state) in synced.items()
        if state["phase"] != _ends(one, state)
    }
    assert wrong == {}


def _ends(one: Planned, state: State) -> str:
    """Return what should have become of a sync by the time when it was looked at."""
    told = given_up(one.stalls)
    if told and lasted(state) >= told.seconds:
        return "Failed"
    return "Running" if one.stalls else "Succeeded"


def test_argo_cd_names_what_swell_says_that_it_waits_for(synced: Synced) -> None:
    wrong = {
        name: (state["message"], one.waited_for)
        for name, (one, state) in synced.items()
        if state["phase"] == "Running" and not any(words in state["message"] for words in one.waited_for)
    }
    assert wrong == {}
