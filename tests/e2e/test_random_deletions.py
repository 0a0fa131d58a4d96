"""Random deletions: hooks run, waves go and objects stay as Swell says."""

from collections.abc import Iterator
from itertools import count, islice

import deletions_compared
import pytest
import random_deletions
from argocd import APPLICATIONS
from deletions import gone
from planned import planned
from random_deletions import Deleted
from stand import Stand

pytestmark = pytest.mark.can_differ
_CASCADES = "resources-finalizer.argocd.argoproj.io"
Found = dict[str, tuple[Deleted, deletions_compared.Real]]


@pytest.fixture(scope="module")
def taken_down(stand: Stand, request: pytest.FixtureRequest) -> Iterator[Found]:
    """Sync all, and delete those whose sync came to its end."""
    wanted = request.config.getoption("pairs")
    found = {one.name: one for one in islice(filter(_ends, map(random_deletions.made, count())), wanted)}
    stand.sync({name: one.text for name, one in found.items()}, {name: one.options for name, one in found.items()})
    states = stand.settle(found)
    assert {name: state["phase"] for name, state in states.items() if state["phase"] != "Succeeded"} == {}
    stand.rest()
    for name in found:
        stand.plane.api.merge(f"{APPLICATIONS}/{name}", {"metadata": {"finalizers": _finalizers(stand, name)}})
    stand.rest()
    since = stand.plane.audit.stat().st_size
    stand.controller.forget(found)
    for name in found:
        gone(stand, name)
    stand.rest()
    real = deletions_compared.real(stand, since)
    yield {name: (one, real[name]) for name, one in found.items()}
    stand.nodes.forget(list(found))


def _finalizers(stand: Stand, name: str) -> list[str]:
    """Return the Application's finalizers, with the one by which `argocd app delete` takes its objects down."""
    return [*stand.plane.api.get(f"{APPLICATIONS}/{name}")["metadata"].get("finalizers", []), _CASCADES]


def _ends(one: Deleted) -> bool:
    found = planned(one.name, one.manifests)
    return bool(found.plan.steps) and not found.stalls


def test_a_deletion_takes_the_steps_that_swell_says(taken_down: Found) -> None:
    wrong = {name: list(deletions_compared.differences(one, real)) for name, (one, real) in taken_down.items()}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_deletions_have_hooks_and_waves_and_objects_that_stay(taken_down: Found) -> None:
    told = [one.told for one, _ in taken_down.values()]
    assert {step.phase for one in told for step in one.steps} == {"PreDelete", "", "PostDelete"}
    assert any(one.stays for one in told)
    assert any(one.skipped for one in told)
