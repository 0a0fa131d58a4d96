"""What installs a kind has done so before there are objects of it; and what it needs itself comes with it."""

from collections.abc import Iterator

from cmp.manifests.fields import document, text
from cmp.model import Edge, Manifest, Need, Reason, Strength
from cmp.objects.index import Index
from cmp.objects.installers import installed

_OLM = "operators.coreos.com"


def installs(index: Index) -> Iterator[Edge]:
    """Yield an edge from each object that installs a kind to each object of it: a sync fails at an unknown kind."""
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
    """Yield what a Subscription is not healthy without: no operator is installed where there is no OperatorGroup."""
    for group in index.each((_OLM, "OperatorGroup")):
        if group.ref.namespace == subscription.ref.namespace:
            yield group, "is installed only where there is an OperatorGroup"
    body = document(subscription)
    name, namespace = text(body, "spec.source"), text(body, "spec.sourceNamespace")
    if source := index.find(_OLM, "CatalogSource", namespace, name):
        yield source, f"names CatalogSource {name} in spec.source"
