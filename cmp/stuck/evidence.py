"""What is known of an object that a sync waits for: its result, its health, and the events of it and of its pods."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from cmp.model import Ref
from cmp.stuck.model import Awaited, Event, Reported, Resource, Result
from cmp.value import Value

_ANY = "[a-z0-9]+"
_MADE: dict[str, dict[str, str]] = {
    "Deployment": {"ReplicaSet": f"-{_ANY}", "Pod": f"-{_ANY}-{_ANY}"},
    "ReplicaSet": {"Pod": f"-{_ANY}"},
    "StatefulSet": {"Pod": "-[0-9]+"},
    "DaemonSet": {"Pod": f"-{_ANY}"},
    "Job": {"Pod": f"-(?:[0-9]+-)?{_ANY}"},
    "CronJob": {"Job": "-[0-9]+", "Pod": f"-[0-9]+-{_ANY}"},
}
"""What controllers make, by the kind of the owner: the kinds, and what follows the owner's name in theirs."""
_OF_OTHERS = {"Pod": "-.+", "StatefulSet": "(?:-.+)?", "Deployment": "(?:-.+)?", "Job": "(?:-.+)?", "ReplicaSet": "-.+"}
"""The same of kinds that Kubernetes does not know: a controller mostly begins the names of what it makes likewise."""
_CLAIM = ("StatefulSet", "PersistentVolumeClaim")
_MARKED = ("Pod", "Service", "PersistentVolumeClaim", "Ingress", "Application", "ConfigMap", "Secret", "ServiceAccount")
"""Kinds that make nothing whose names begin with theirs."""

_ENDED_BY: dict[str, frozenset[str]] = {
    "FailedScheduling": frozenset({"Scheduled"}),
    "FailedCreate": frozenset({"SuccessfulCreate"}),
    "FailedBinding": frozenset({"ProvisioningSucceeded"}),
    "ProvisioningFailed": frozenset({"ProvisioningSucceeded"}),
    "ExternalProvisioning": frozenset({"ProvisioningSucceeded"}),
    "WaitForFirstConsumer": frozenset({"ProvisioningSucceeded", "Provisioning", "ExternalProvisioning"}),
    "FailedMount": frozenset({"Pulled", "Pulling", "Started"}),
    "FailedAttachVolume": frozenset({"SuccessfulAttachVolume", "Pulled", "Started"}),
    "FailedCreatePodSandBox": frozenset({"Pulled", "Pulling", "Started"}),
    "Failed": frozenset({"Started"}),
    "InspectFailed": frozenset({"Started"}),
}
"""By the reason of an event, the reasons of those that show that it is over, if they come later about one object."""

_APPLIED = re.compile(
    r"\S[^\s/]*+/\S++ (?:created|configured|unchanged|serverside-applied|replaced|updated|pruned)\b|pruned"
)
"""What kubectl says of an object that it has applied, which says nothing of its health."""


class Evidence(Value):
    """What is known of one awaited object; `told` says whether events were given."""

    app: Reported
    awaited: Awaited
    ref: Ref
    events: tuple[Event, ...]
    told: bool

    @cached_property
    def result(self) -> Result | None:
        """What the sync did with it: of a hook of several phases, in the phase that is awaited."""
        operation = self.app.operation
        found = [one for one in operation.results if one.ref == self.ref] if operation else []
        return next((one for one in found if one.phase == self.awaited.phase), found[-1] if found else None)

    @cached_property
    def resource(self) -> Resource | None:
        """What the application says of it."""
        return next((one for one in self.app.resources if one.ref == self.ref), None)

    @cached_property
    def message(self) -> str:
        """What Argo CD's health check, or the API server, said of it; "" where nothing did."""
        told = self.resource.message if self.resource else ""
        result = self.result.message if self.result else ""
        return told or ("" if _APPLIED.match(result) else result)

    @cached_property
    def own(self) -> tuple[Event, ...]:
        """The events of it and of what is made for it that are not over; the object with the newest event first."""
        found = [event for event in self.events if _belongs(event.ref, self.ref)]
        by_object: dict[Ref, list[Event]] = {}
        for event in reversed(found):
            by_object.setdefault(event.ref, []).append(event)
        return tuple(event for events in by_object.values() for event in _lasting(events))

    @property
    def begun(self) -> bool:
        """Whether a container of its pods has started."""
        return any(event.reason == "Started" for event in self.own)

    @property
    def words(self) -> Mapping[str, str]:
        """The words for the placeholders of a `Cause`, as they stand in a command or a sentence."""
        namespace = self.ref.namespace or self.app.destination
        return {
            "object": str(self.ref),
            "kind": self.ref.kind,
            "name": self.ref.name,
            "kubectl": f"{self.ref.kind}{'.' if self.ref.group else ''}{self.ref.group}/{self.ref.name}",
            "namespace": namespace,
            "app": self.app.name,
            "appnamespace": self.app.namespace,
            "about": str(self.ref),
        }


def _lasting(events: Iterable[Event]) -> Iterator[Event]:
    """Yield the events of one object, newest first, without those that a later one has ended."""
    seen: dict[str, str] = {}  # by reason, the time of the newest
    for event in events:
        ends = _ENDED_BY.get(event.reason, ())
        if not any(seen.get(end, "") > event.last for end in ends):
            yield event
        seen.setdefault(event.reason, event.last)


def _belongs(about: Ref, owner: Ref) -> bool:
    """Tell whether an event's object is this one, or is made for it: pods have the names of their owners."""
    if owner.namespace and about.namespace != owner.namespace:
        return False
    if owner.name not in about.name:  # most are of other objects, and that is told quickly
        return False
    if about.kind == owner.kind and about.name == owner.name:
        return about.group == owner.group
    if (owner.kind, about.kind) == _CLAIM:
        return re.search(f"-{re.escape(owner.name)}-[0-9]+$", about.name) is not None
    made = _MADE.get(owner.kind, {} if owner.kind in _MARKED else _OF_OTHERS)
    return about.kind in made and re.fullmatch(re.escape(owner.name) + made[about.kind], about.name) is not None
