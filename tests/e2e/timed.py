"""Syncs whose time is taken: an application of each family, of ten waves, under an Argo CD with a pause of its own.

What is in the way of a sync only adds to what is measured, so one that took more than it may is synced anew. Each round
has a controller that has just started: its first refresh of the Applications, which brings a look forward, is far away.
"""

import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from api import Refused
from argocd import APPLICATIONS, OVER, State
from planned import Planned, planned, rendered
from stand import Stand
from whole import wholes

from cmp.argocd.timing import most
from cmp.argocd.wave_delay import WAVE_DELAY

Object = dict[str, Any]
_WAVE, _HOOK = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/hook"
SEEN = ("config-maps", "jobs", "hook-jobs")
OWNED = "owned-jobs"
"""Jobs with an owner outside of the Application: Argo CD does not see when they change."""
FAMILIES = (*SEEN, OWNED)
"""What the waves hold."""
_ROUNDS = 10
"""How often those that Argo CD sees are synced at most, until each took no more than it may."""
_AGAIN = 0.2
_LONGEST = 2400
"""Seconds after which nothing is waited for any more."""
MORE = 1.2
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

    @property
    def in_time(self) -> bool:
        """Whether it took no more than it may; where the plan says nothing, it may take a second a wave."""
        return self.seconds <= MORE * (most(self.one.plan) or len(self.begun))


class _Ends(threading.Thread):
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


def synced(stand: Stand, pause: int, waves: int, owned_waves: int) -> dict[str, list[Sync]]:
    """Sync one application of each family at the same time, and those anew that took too long."""
    found: dict[str, list[Sync]] = {family: [] for family in SEEN}
    owned = []
    _start(stand, pause)
    if owned_waves:
        name = f"time-{OWNED}-{pause}"
        owned = [_application(OWNED, name, owned_waves, pause, _owner(stand, name))]
        stand.sync({one.name: one.text for one in owned})
    owned_ends = _Ends(stand, (one.name for one in owned))
    for number in range(_ROUNDS):
        slow = [family for family in SEEN if not any(sync.in_time for sync in found[family])]
        if not slow:
            break
        if number:
            _start(stand, pause)
        ones = [_application(family, f"time-{family}-{pause}-{number}", waves, pause) for family in slow]
        ends = _Ends(stand, (one.name for one in ones))
        stand.sync({one.name: one.text for one in ones})
        for family, sync in zip(slow, _over(stand, ends, ones), strict=True):
            found[family].append(sync)
    return found | ({OWNED: _over(stand, owned_ends, owned)} if owned else {})


def _start(stand: Stand, pause: int) -> None:
    stand.controller.as_shipped("" if pause == WAVE_DELAY else str(pause))


def _over(stand: Stand, ends: _Ends, ones: list[Planned]) -> list[Sync]:
    """Return these syncs once they are over."""
    states = stand.settle(one.name for one in ones)
    assert {state["phase"] for state in states.values()} <= {"Succeeded"}, states
    ends.join(_LONGEST)
    return [Sync(one, states[one.name], _asked(stand, one.name), ends.found[one.name]) for one in ones]


def _application(family: str, name: str, waves: int, pause: int, owner: Object | None = None) -> Planned:
    documents = wholes(_object(family, wave, owner) for wave in range(waves))
    return planned(name, rendered(documents, namespace=name), pause=pause)


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
