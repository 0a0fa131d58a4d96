"""The ConfigMaps and Secrets that the pods of a workload read, for workloads that restart when these change.

A Job, a CronJob and a bare Pod are left out: they are never changed while they run, or read again at the next run. So
are hooks.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import CONFIG_HASH, OFF
from cmp.manifests.fields import text, walk
from cmp.model import Manifest
from cmp.objects.pod_references import IN_CONTAINERS, IN_PODS
from cmp.objects.pods import Pod, pods
from cmp.value import Value

ROLLING = frozenset(
    {("apps", "DaemonSet"), ("apps", "Deployment"), ("apps", "StatefulSet"), ("argoproj.io", "Rollout")}
)
_READ = ("ConfigMap", "Secret")


class Read(Value):
    """A ConfigMap or Secret that a pod reads; the pod starts without it if it is `optional`."""

    kind: str
    name: str
    optional: bool

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}"


def is_off(manifest: Manifest) -> bool:
    """Tell whether an annotation of a workload, or of an object that it reads, excludes it from restarts."""
    return manifest.head.annotations.get(CONFIG_HASH) == OFF


def rolling(manifest: Manifest) -> list[Pod]:
    """Return the pods of a workload that restarts when its template changes; none for any other object."""
    if manifest.ref.group_kind not in ROLLING or is_off(manifest):
        return []
    return [pod for pod in pods(manifest) if not pod.hook and isinstance(pod.spec, dict)]


def reads(pod: Pod) -> tuple[Read, ...]:
    """Return the ConfigMaps and Secrets that a pod reads, each once, without the Secrets to pull images with."""
    found = set(_found(pod))
    must = {(kind, name) for kind, name, optional in found if not optional}
    every = sorted({(kind, name) for kind, name, _ in found})
    return tuple(Read(kind=kind, name=name, optional=(kind, name) not in must) for kind, name in every)


def _found(pod: Pod) -> Iterator[tuple[str, str, bool]]:
    places = [(pod.spec, IN_PODS), *((container, IN_CONTAINERS) for container in pod.containers)]
    for place, rows in places:
        for row in rows:
            if row.kind in _READ and row.blocks:
                for item in walk(place, row.each):
                    for holder in walk(item, row.path):
                        if name := text(holder, row.name):
                            yield row.kind, name, holder.get("optional") is True
