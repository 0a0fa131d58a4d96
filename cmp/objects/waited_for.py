"""Finds the objects of a stream that a container waits for."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from cmp.manifests.fields import document, mapping
from cmp.model import Manifest
from cmp.objects.index import Index
from cmp.objects.labelled import Labelled
from cmp.objects.pods import Pod
from cmp.waits.nouns.model import Named, Selected

_JOB = ("batch", "Job")
_OF_A_JOB = ("job-name", "batch.kubernetes.io/job-name")
_OF_A_SLICE = "kubernetes.io/service-name"
_SERVED = ("endpoints", "endpointslice", "service")


class Waited:
    """The objects of a stream by the names that kubectl has for their kinds."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._labelled: dict[tuple[str, str], Labelled[Manifest]] = {}

    def of(self, target: Named | Selected, namespace: str) -> tuple[Manifest, ...]:
        """Return the objects that a target names for a pod in a namespace; several if it selects by labels."""
        namespace = target.namespace or namespace
        found = self._named(target, namespace) if isinstance(target, Named) else self._selected(target, namespace)
        return tuple({manifest.ref: manifest for manifest in found}.values())

    def serves(self, target: Named | Selected) -> bool:
        """Tell whether a target is a Service or its endpoints, ready when the workloads behind it are."""
        return target.resource in _SERVED

    def _named(self, target: Named, namespace: str) -> Iterator[Manifest]:
        if target.resource == "pod":
            yield from self._running(target.name, namespace)
            return
        resource = "service" if target.resource in _SERVED else target.resource
        for group, kind in self._kinds.get(resource, ()):
            manifest = self._index.find(group, kind, namespace, target.name)
            if manifest and (not target.group or target.group == group):
                yield manifest

    def _running(self, name: str, namespace: str) -> Iterator[Manifest]:
        """Yield the object that has a pod of this name: the Pod itself, or the StatefulSet of `name-ordinal`."""
        owner, _, ordinal = name.rpartition("-")
        for ref in (("", "Pod", name), ("apps", "StatefulSet", owner) if ordinal.isdecimal() else ("", "Pod", name)):
            manifest = self._index.find(ref[0], ref[1], namespace, ref[2])
            if manifest:
                yield manifest

    def _selected(self, target: Selected, namespace: str) -> Iterator[Manifest]:
        wanted = dict(target.labels)
        if target.resource == "pod":
            yield from self._with_pods(wanted, namespace)
            return
        if target.resource == "endpointslice" and _OF_A_SLICE in wanted:
            for name in wanted[_OF_A_SLICE]:
                yield from self._named(Named(resource="service", name=name), namespace)
            return
        resource = "service" if target.resource in _SERVED else target.resource
        for kind in self._kinds.get(resource, ()):
            yield from self._of_kind(kind).having(("", namespace), wanted)

    def _with_pods(self, wanted: dict[str, tuple[str, ...]], namespace: str) -> Iterator[Manifest]:
        """Yield the workloads whose pods have these labels; Kubernetes labels the pods of a Job with its name."""
        yield from (pod.owner for pod in self._pods.having((namespace,), wanted))

    @cached_property
    def _pods(self) -> Labelled[Pod]:
        return Labelled((pod, pod.ref.namespace, _given(pod)) for pod in self._index.pods if pod.at_once)

    def _of_kind(self, kind: tuple[str, str]) -> Labelled[Manifest]:
        if kind not in self._labelled:
            each = self._index.each(kind)
            self._labelled[kind] = Labelled((one, one.ref.namespace, labels(one)) for one in each)
        return self._labelled[kind]

    @cached_property
    def _kinds(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for group, kind in self._index.kinds:
            found[kind.lower()].append((group, kind))
        return found


def labels(manifest: Manifest) -> dict[str, str]:
    """Return the labels of an object; for a Job, those of its pods too."""
    own = dict(manifest.head.labels)
    return (
        mapping(document(manifest), "spec.template.metadata.labels") | own if manifest.ref.group_kind == _JOB else own
    )


def _given(pod: Pod) -> dict[str, str]:
    return pod.labels | (dict.fromkeys(_OF_A_JOB, pod.ref.name) if pod.ref.group_kind == _JOB else {})
