"""What `swell plan` says of scripts that wait, before and after `generate`, is what becomes of the sync."""

from collections.abc import Iterator

import binaries
import pytest
import streams_sync
from argocd import State
from stand import Stand
from streams_sync import PHASES, Stream

pytestmark = pytest.mark.can_differ
NAMES = [f"{path.stem}, {how}" for path in streams_sync.paths() for how in streams_sync.HOW]
Synced = dict[str, tuple[Stream, State, str]]


@pytest.fixture(scope="module")
def synced(stand: Stand) -> Iterator[Synced]:
    """Sync them all at once, but for those whose programs are not all here."""
    wanted = {name: one for name, one in streams_sync.streams().items() if not binaries.missing(one.documents)}
    stand.sync({one.name: one.text for one in wanted.values()})
    states = stand.settle(one.name for one in wanted.values())
    yield {name: (one, states[one.name], stand.nodes.shown(one.name)) for name, one in wanted.items()}
    stand.forget(one.name for one in wanted.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_sync_ends_as_the_plan_says(name: str, synced: Synced) -> None:
    if name not in synced:
        lacking = " ".join(binaries.missing(streams_sync.streams()[name].documents))
        pytest.skip(f"{lacking} missing; fix: apt-get install {lacking}")
    one, state, held = synced[name]

    assert one.planned == one.verdict
    assert state["phase"] == PHASES[one.verdict], (state.get("message"), held)
