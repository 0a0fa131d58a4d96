"""Edges from the workloads that serve an API to its APIService, which is available only once they run."""

from collections.abc import Iterator

from cmp.model import Edge, Need, Reason, Strength
from cmp.objects.index import Index
from cmp.objects.unserved import unserved

_API = ("apiregistration.k8s.io", "APIService")


def apis(index: Index) -> Iterator[Edge]:
    """Yield edges from the workloads behind a Service to the APIService that names it."""
    for manifest, links in index.links(_API):
        for link in links:
            service = index.find(link.group, link.kind, link.namespace, link.name)
            behind = index.behind(service) if service else []
            idle = {pod.ref: unserved(index, pod.owner) for pod in behind}
            for pod in behind:
                yield Edge(
                    before=pod.ref,
                    after=manifest.ref,
                    need=Need.READY,
                    strength=Strength.SHOULD,
                    reason=Reason.REFERENCE,
                    blocks=True,
                    whys=(f"serves it, behind Service {link.name}",),
                    never=idle[pod.ref] if all(idle.values()) else "",
                )
