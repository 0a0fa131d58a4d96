"""The pods that an object runs."""

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
    """A pod template of an object; `hook` tells that the object is one, whatever its phase."""

    owner: Manifest
    shape: Shape
    spec: Any
    labels: dict[str, str]
    hook: bool

    @property
    def ref(self) -> Ref:
        """The object that runs it."""
        return self.owner.ref

    @cached_property
    def first(self) -> list[Any]:
        """The containers that run to their end before the others start."""
        return [found for path in self.shape.first for found in walk(self.spec, path)]

    @cached_property
    def containers(self) -> list[Any]:
        """All its containers."""
        return self.first + [found for path in self.shape.containers for found in walk(self.spec, path)]

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """What it names that has to be there before it starts."""
        return uses(self._mounted, self.containers)

    @property
    def _mounted(self) -> Any:
        """Its spec without the volumes that a StatefulSet's claim templates of the same name replace."""
        replaced = texts(document(self.owner), "spec.volumeClaimTemplates[].metadata.name")
        if not replaced or not isinstance(self.spec, dict):
            return self.spec
        volumes = [one for one in walk(self.spec, "volumes[]") if text(one, "name") not in replaced]
        return {**self.spec, "volumes": volumes}

    @cached_property
    def at_once(self) -> bool:
        """Whether it starts when its object is applied."""
        return self.shape.runs is not Runs.LATER

    @cached_property
    def starts(self) -> bool:
        """Whether a pod of it starts as soon as it is applied: it is not told to run none, or to wait."""
        return self.at_once and not self._idle and not halted(self.owner)

    @cached_property
    def _idle(self) -> bool:
        return 0 in walk(document(self.owner), "spec.replicas") or completes_at_once(self.owner)

    @cached_property
    def awaited(self) -> bool:
        """Whether its object can't be healthy as long as it does not start."""
        spec = walk(document(self.owner), "spec")
        # of a DaemonSet whose pods somebody else replaces Argo CD does not count them
        careless = self.ref.kind == "DaemonSet" and any(
            text(each, "updateStrategy.type") == "OnDelete" for each in spec
        )
        return self.at_once and not self._idle and not careless


def pods(manifest: Manifest) -> list[Pod]:
    """Return the pod templates of an object, none if its kind runs no pods."""
    shape = WORKLOADS.get((manifest.ref.group, manifest.ref.kind))
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
