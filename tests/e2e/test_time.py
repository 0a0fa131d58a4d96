"""What a sync takes in an Argo CD as it is shipped, beside the seconds that the plan tells; `--waves` asks for more."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from argocd import State
from planned import Planned, planned, rendered
from stand import Stand
from whole import wholes

from cmp.argocd.timing import least, most

pytestmark = pytest.mark.can_differ
Object = dict[str, Any]
_WAVE, _HOOK = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/hook"
_LATE = "owned-jobs"
FAMILIES = ("config-maps", "jobs", "hook-jobs", _LATE)
"""What the waves hold; an object with an owner is one whose changes Argo CD does not see."""


class Sync(NamedTuple):
    """A sync that is over: its plan, and when each wave's object was asked for, as the audit log has it."""

    one: Planned
    state: State
    begun: list[datetime]

    @property
    def seconds(self) -> float:
        """From the first object to the end, of which Argo CD knows whole seconds: it is one of them more at most."""
        return (datetime.fromisoformat(self.state["finishedAt"]) - self.begun[0]).total_seconds() + 1

    @property
    def pauses(self) -> list[float]:
        """The seconds between the waves' objects."""
        pairs = zip(self.begun, self.begun[1:], strict=False)
        return [(after - before).total_seconds() for before, after in pairs]


@pytest.fixture(scope="module")
def syncs(stand: Stand, pytestconfig: pytest.Config) -> Iterator[dict[str, Sync]]:
    """Sync one application of each family at the same time."""
    waves = int(pytestconfig.getoption("waves"))
    older = pytestconfig.getoption("argocd")  # up to 3.5 a wave of what has an owner takes three minutes
    stand.controller.as_shipped()
    owner = _owner(stand, f"time-{_LATE}")
    found = {}
    for family in FAMILIES if not older else FAMILIES[:-1]:
        name = f"time-{family}"
        documents = wholes(_object(family, wave, owner) for wave in range(waves))
        found[family] = planned(name, rendered(documents, namespace=name))
    stand.sync({one.name: one.text for one in found.values()})
    states = stand.settle(one.name for one in found.values())
    yield {family: Sync(one, states[one.name], _asked(stand, one.name)) for family, one in found.items()}
    stand.forget(one.name for one in found.values())


def _object(family: str, wave: int, owner: Object) -> Object:
    metadata: Object = {"name": f"wave-{wave}", "annotations": {_WAVE: str(wave)}}
    if family == "config-maps":
        return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
    if family == "hook-jobs":
        metadata["annotations"][_HOOK] = "Sync"
    main: Object = {"name": "main", "image": "example.com/main"}
    if family == _LATE:
        metadata["ownerReferences"] = [owner]
        main["command"] = ["sleep", "3"]  # longer than the pause: it is still running at the first look
    template = {"spec": {"containers": [main]}}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": metadata, "spec": {"template": template}}


def _owner(stand: Stand, namespace: str) -> Object:
    """Make what owns something, and return how that refers to it."""
    stand.plane.api.create("/api/v1/namespaces", {"metadata": {"name": namespace}})
    made = stand.plane.api.create(f"/api/v1/namespaces/{namespace}/configmaps", {"metadata": {"name": "owner"}})
    return {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": made["metadata"]["uid"]}


def _asked(stand: Stand, namespace: str) -> list[datetime]:
    made: Iterable[Any] = (one for one in stand.made() if one.namespace == namespace and one.name.startswith("wave-"))
    return [datetime.fromisoformat(one.asked) for one in made]


@pytest.fixture(params=FAMILIES)
def sync(request: pytest.FixtureRequest, syncs: dict[str, Sync]) -> Sync:
    """The sync of each family."""
    if request.param not in syncs:
        pytest.skip("such a wave takes three minutes before Argo CD 3.6")
    return syncs[request.param]


def test_a_sync_takes_no_less_than_the_plan_says(sync: Sync) -> None:
    assert sync.state["phase"] == "Succeeded"
    assert sync.seconds >= least(sync.one.plan)


def test_there_is_a_pause_after_each_wave_but_the_last(sync: Sync) -> None:
    assert all(pause >= 2 for pause in sync.pauses)
    assert sync.one.plan.delay == 2 * len(sync.pauses)


def test_only_what_has_an_owner_may_be_looked_at_late(syncs: dict[str, Sync]) -> None:
    late = [family for family, sync in syncs.items() if most(sync.one.plan) > least(sync.one.plan)]
    assert late == [_LATE] * (_LATE in syncs)
