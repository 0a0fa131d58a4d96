"""Edges from an object that installs a kind, such as an operator's Subscription, to the objects of that kind."""

from collections.abc import Iterator

from cmp.manifests.fields import document, text
from cmp.model import Edge, Manifest, Need, Reason, Strength
from cmp.objects.index import Index
from cmp.objects.installers import installed

_OLM = "operators.coreos.com"


def installs(index: Index) -> Iterator[Edge]:
    """Yield edges from installing objects to the objects of their kinds, and to each Subscription from what it needs.

    A sync fails at an object whose kind the cluster does not know.
    """
    for installer, manifest in installed(index):
        yield Edge(
            before=installer.ref,
            after=manifest.ref,
            need=Need.READY,
            strength=Strength.MUST,
            reason=Reason.CONTROLLER,
            blocks=False,
            whys=("it installs the kind",),
        )
    for subscription in index.each((_OLM, "Subscription")):
        for needed, why in _needed(subscription, index):
            yield Edge(
                before=needed.ref,
                after=subscription.ref,
                need=Need.EXISTS,
                strength=Strength.SHOULD,
                reason=Reason.REFERENCE,
                blocks=True,
                whys=(why,),
            )


def _needed(subscription: Manifest, index: Index) -> Iterator[tuple[Manifest, str]]:
    """Yield the OperatorGroup and the CatalogSource that a Subscription needs to be healthy, each with the reason."""
    for group in index.each((_OLM, "OperatorGroup")):
        if group.ref.namespace == subscription.ref.namespace:
            yield group, "is installed only where there is an OperatorGroup"
    body = document(subscription)
    name, namespace = text(body, "spec.source"), text(body, "spec.sourceNamespace")
    if source := index.find(_OLM, "CatalogSource", namespace, name):
        yield source, f"names CatalogSource {name} in spec.source"
