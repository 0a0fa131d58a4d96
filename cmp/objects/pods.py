"""The pod templates of an object."""

from functools import cached_property
from typing import Any

from cmp.argocd.halted import completes_at_once, halted
from cmp.argocd.hooks import Role, role
from cmp.manifests.fields import document, mapping, text, texts, walk
from cmp.model import Manifest, Ref
from cmp.objects.pod_references import Use, uses
from cmp.objects.workload_kinds import WORKLOADS, Runs, Shape
from cmp.value import Value


class Pod(Value):
    """A pod template and its object, `owner`; `hook` says whether the object is a hook, in any phase."""

    owner: Manifest
    shape: Shape
    spec: Any
    labels: dict[str, str]
    hook: bool

    @property
    def ref(self) -> Ref:
        """The identity of the object that has this template."""
        return self.owner.ref

    @cached_property
    def init(self) -> list[Any]:
        """The init containers."""
        return [found for path in self.shape.first for found in walk(self.spec, path)]

    @cached_property
    def sidecars(self) -> list[Any]:
        """The init containers that run on: the next one starts when their startup probe, if any, has succeeded."""
        return [container for container in self.init if text(container, "restartPolicy") == "Always"]

    @cached_property
    def first(self) -> list[Any]:
        """The containers that run to their end before the others start."""
        return [container for container in self.init if text(container, "restartPolicy") != "Always"]

    @cached_property
    def main(self) -> list[Any]:
        """The containers that are no init containers."""
        return [found for path in self.shape.containers for found in walk(self.spec, path)]

    @cached_property
    def containers(self) -> list[Any]:
        """All containers of the pod, init containers first."""
        return self.init + self.main

    def is_init(self, container: Any) -> bool:
        """Tell whether one of the containers is an init container."""
        return id(container) in self._init

    def is_first(self, container: Any) -> bool:
        """Tell whether one of the containers is among `first`."""
        return id(container) in self._first

    @cached_property
    def _init(self) -> frozenset[int]:
        return frozenset(map(id, self.init))

    @cached_property
    def _first(self) -> frozenset[int]:
        return frozenset(map(id, self.first))

    @cached_property
    def volumes(self) -> dict[str, Any]:
        """The volumes by name."""
        return {text(volume, "name"): volume for volume in walk(self.spec, "volumes[]")}

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """The objects that the pod names and that must exist before it starts."""
        return self.owner.body.made(lambda: uses(self._mounted, self.containers), ("uses", id(self.spec)))

    @property
    def _mounted(self) -> Any:
        """The pod's spec without the volumes that claim templates of a StatefulSet replace by the same name."""
        replaced = set(texts(document(self.owner), "spec.volumeClaimTemplates[].metadata.name"))
        if not replaced or not isinstance(self.spec, dict):
            return self.spec
        volumes = [one for one in walk(self.spec, "volumes[]") if text(one, "name") not in replaced]
        return {**self.spec, "volumes": volumes}

    @cached_property
    def at_once(self) -> bool:
        """Whether the kind starts its pods when it is applied, unlike a CronJob."""
        return self.shape.runs is not Runs.LATER

    @cached_property
    def starts(self) -> bool:
        """Whether a pod starts when the object is applied: it has replicas, and is not paused or suspended."""
        return self.at_once and not self._idle and not halted(self.owner)

    @cached_property
    def _idle(self) -> bool:
        return 0 in walk(document(self.owner), "spec.replicas") or completes_at_once(self.owner)

    @cached_property
    def awaited(self) -> bool:
        """Whether the object is healthy only after its pods have started."""
        spec = walk(document(self.owner), "spec")
        # with updateStrategy OnDelete Argo CD does not wait for the pods of a DaemonSet
        careless = self.ref.kind == "DaemonSet" and any(
            text(each, "updateStrategy.type") == "OnDelete" for each in spec
        )
        return self.at_once and not self._idle and not careless


def pods(manifest: Manifest) -> list[Pod]:
    """Return the pod templates of an object, none if its kind runs no pods."""
    shape = WORKLOADS.get(manifest.ref.group_kind)
    if shape is None:
        return []
    hook = role(manifest.head.annotations) is Role.HOOK
    return [
        Pod(
            owner=manifest,
            shape=shape,
            spec=spec,
            labels=mapping(template, "metadata.labels") if shape.templates else dict(manifest.head.labels),
            hook=hook,
        )
        for template in walk(document(manifest), shape.templates)
        for spec in walk(template, shape.spec)
    ]
