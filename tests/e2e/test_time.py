"""What a sync takes in an Argo CD as it is shipped, beside the seconds that the plan tells; `--waves` asks for more.

The stand has the processors before all else meanwhile. What is still in its way only adds to what is measured, so the
quickest of some rounds is what Argo CD takes.
"""

import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from api import Refused
from argocd import APPLICATIONS, OVER, State
from planned import Planned, planned, rendered
from processes import Processes
from stand import Stand
from whole import wholes

from cmp.argocd.timing import least, most

pytestmark = pytest.mark.can_differ
Object = dict[str, Any]
_WAVE, _HOOK = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/hook"
_LATE = "owned-jobs"
_LATE_WAVES = 3
_SEEN = ("config-maps", "jobs", "hook-jobs")
FAMILIES = (*_SEEN, _LATE)
"""What the waves hold; an object with an owner is one whose changes Argo CD does not see."""
_ROUNDS = 5
"""How often those that it sees are synced at most, until each took no more than it may."""
_AGAIN = 0.2
_LONGEST = 600
"""Seconds after which nothing is waited for any more."""
_MORE = 1.2
"""How many times what the plan says a sync takes at most."""


class Sync(NamedTuple):
    """A sync that is over: its plan, when each wave's object was asked for by the audit log, and when it was over."""

    one: Planned
    state: State
    begun: list[datetime]
    ended: datetime

    @property
    def seconds(self) -> float:
        """From the request for the first object to the end."""
        return (self.ended - self.begun[0]).total_seconds()

    @property
    def pauses(self) -> list[float]:
        """The seconds between the waves' objects."""
        pairs = zip(self.begun, self.begun[1:], strict=False)
        return [(after - before).total_seconds() for before, after in pairs]


class Ends(threading.Thread):
    """Notes when the syncs of some Applications are over."""

    def __init__(self, stand: Stand, names: Iterable[str]) -> None:
        """Begin to watch."""
        super().__init__(daemon=True)
        self._api, self._names = stand.plane.api.again(), set(names)
        self.found: dict[str, datetime] = {}
        self.start()

    def run(self) -> None:
        """Watch until all are over; a server that has just got the definition refuses at first."""
        while not self.found.keys() >= self._names:
            with suppress(Refused):
                self._note()
            time.sleep(_AGAIN)

    def _note(self) -> None:
        for _, one in self._api.watch(APPLICATIONS, _LONGEST):
            phase = one.get("status", {}).get("operationState", {}).get("phase")
            if phase in OVER and one["metadata"]["name"] in self._names:
                self.found.setdefault(one["metadata"]["name"], datetime.now(UTC))
            if self.found.keys() >= self._names:
                return


@pytest.fixture(scope="module")
def syncs(stand: Stand, processes: Processes, pytestconfig: pytest.Config) -> Iterator[dict[str, list[Sync]]]:
    """Sync one application of each family at the same time, and those anew that took too long."""
    waves, older = int(pytestconfig.getoption("waves")), pytestconfig.getoption("argocd")
    with processes.first():
        stand.controller.as_shipped()
        found = _synced(stand, waves, late=not older)  # up to 3.5 a wave of what has an owner takes three minutes
    yield found
    stand.forget(sync.one.name for several in found.values() for sync in several)


def _synced(stand: Stand, waves: int, *, late: bool) -> dict[str, list[Sync]]:
    found: dict[str, list[Sync]] = {family: [] for family in _SEEN}
    owned = []
    if late:
        owned = [_application(_LATE, f"time-{_LATE}", _LATE_WAVES, _owner(stand, f"time-{_LATE}"))]
        stand.sync({one.name: one.text for one in owned})
    owned_ends = Ends(stand, (one.name for one in owned))
    for number in range(_ROUNDS):
        slow = [family for family in _SEEN if not any(map(_in_time, found[family]))]
        if not slow:
            break
        ones = [_application(family, f"time-{family}-{number}", waves) for family in slow]
        ends = Ends(stand, (one.name for one in ones))
        stand.sync({one.name: one.text for one in ones})
        for family, sync in zip(slow, _over(stand, ends, ones), strict=True):
            found[family].append(sync)
    return found | ({_LATE: _over(stand, owned_ends, owned)} if owned else {})


def _over(stand: Stand, ends: Ends, ones: list[Planned]) -> list[Sync]:
    """Return these syncs once they are over."""
    states = stand.settle(one.name for one in ones)
    assert {state["phase"] for state in states.values()} <= {"Succeeded"}, states
    ends.join(_LONGEST)
    return [Sync(one, states[one.name], _asked(stand, one.name), ends.found[one.name]) for one in ones]


def _in_time(sync: Sync) -> bool:
    return sync.seconds <= _MORE * most(sync.one.plan)


def _application(family: str, name: str, waves: int, owner: Object | None = None) -> Planned:
    documents = wholes(_object(family, wave, owner) for wave in range(waves))
    return planned(name, rendered(documents, namespace=name))


def _object(family: str, wave: int, owner: Object | None) -> Object:
    metadata: Object = {"name": f"wave-{wave}", "annotations": {_WAVE: str(wave)}}
    if family == "config-maps":
        return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
    if family == "hook-jobs":
        metadata["annotations"][_HOOK] = "Sync"
    main: Object = {"name": "main", "image": "example.com/main"}
    if owner:
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
def several(request: pytest.FixtureRequest, syncs: dict[str, list[Sync]]) -> list[Sync]:
    """The syncs of each family."""
    if request.param not in syncs:
        pytest.skip("such a wave takes three minutes before Argo CD 3.6")
    return syncs[request.param]


def test_a_sync_takes_no_less_than_the_plan_says(several: list[Sync]) -> None:
    for sync in several:
        assert sync.state["phase"] == "Succeeded"
        assert sync.seconds >= least(sync.one.plan)


def test_a_sync_takes_no_more_than_a_fifth_more_than_the_plan_says(several: list[Sync]) -> None:
    assert any(map(_in_time, several)), [(sync.seconds, most(sync.one.plan)) for sync in several]


def test_there_is_a_pause_after_each_wave_but_the_last(several: list[Sync]) -> None:
    for sync in several:
        assert all(pause >= 2 for pause in sync.pauses)
        assert sync.one.plan.delay == 2 * len(sync.pauses)


def test_only_what_has_an_owner_may_be_looked_at_late(syncs: dict[str, list[Sync]]) -> None:
    late = [family for family, (sync, *_) in syncs.items() if most(sync.one.plan) > least(sync.one.plan)]
    assert late == [_LATE] * (_LATE in syncs)
