"""Random pairs of revisions: the second sync does what Swell says, step by step, and prunes what it says."""

from collections.abc import Iterator
from itertools import count, islice

import pairs_compared
import pytest
import random_pairs
from argocd import State
from planned import planned
from random_pairs import Pair
from stand import Stand

pytestmark = pytest.mark.can_differ
Synced = dict[str, tuple[Pair, State, State, pairs_compared.Real]]


@pytest.fixture(scope="module")
def synced(stand: Stand, request: pytest.FixtureRequest) -> Iterator[Synced]:
    """Sync the first revision of all, then the second of those whose first one came to its end."""
    wanted = request.config.getoption("pairs")
    found = {one.name: one for one in islice(filter(_ends, map(random_pairs.made, count())), wanted)}
    stand.sync({name: one.texts[0] for name, one in found.items()}, {name: one.options for name, one in found.items()})
    first = stand.settle(found)
    stand.rest()
    log, audit = stand.controller.log.stat().st_size, stand.plane.audit.stat().st_size
    for name, one in found.items():
        stand.repository.write(f"{name}/all.yaml", one.texts[1])
    stand.repository.commit()
    for name, one in found.items():
        stand.controller.again(name, prune=one.prunes, options=one.options)
    then = stand.settle(found)
    stand.rest()
    real = pairs_compared.real(stand, log, audit)
    yield {name: (one, first[name], then[name], real[name]) for name, one in found.items()}
    stand.forget(found)


def _ends(pair: Pair) -> bool:
    """Tell whether the first sync comes to its end, so that the second one finds what it has left."""
    return not planned(pair.name, pair.before).stalls and bool(planned(pair.name, pair.before).plan.steps)


def test_first_syncs_come_to_their_end(synced: Synced) -> None:
    assert {name: first["phase"] for name, (_, first, _, _) in synced.items() if first["phase"] != "Succeeded"} == {}


def test_a_second_sync_does_what_swell_says(synced: Synced) -> None:
    found = {name: list(pairs_compared.differences(one, then, real)) for name, (one, _, then, real) in synced.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_pairs_prune_and_keep_and_run_hooks_again(synced: Synced) -> None:
    plans = [pairs_compared.plan(one) for one, _, _, _ in synced.values()]
    pruned = [one for plan in plans for _, one in plan.pruned.values()]

    assert any(one.kept for one in pruned)
    assert any(not one.kept for one in pruned)
    assert any(step.deletes for plan in plans for step in plan.steps)
