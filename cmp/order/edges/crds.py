"""Edges from a CustomResourceDefinition to the objects of its kind; Argo CD itself applies Namespaces early enough."""

from collections.abc import Iterator

from cmp.argocd.crd import CRD, defined
from cmp.model import Edge, Need, Reason, Strength
from cmp.objects.index import Index


def crds(index: Index) -> Iterator[Edge]:
    """Yield an edge from each CRD to each object of its kind."""
    for crd in index.each(CRD):
        kind = defined(crd)
        for manifest in index.each(kind) if kind else ():
            yield Edge(
                before=crd.ref,
                after=manifest.ref,
                need=Need.EXISTS,
                strength=Strength.MUST,
                reason=Reason.DEFINITION,
                blocks=False,  # Argo CD pulls a CRD forward to its first object
                whys=("is of the kind that it defines",),
            )
