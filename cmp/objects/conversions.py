"""Which webhooks convert objects between the versions of their kind, and which objects of the stream need that.

The API server stores one version of a kind (`storage: true`). It asks the webhook whenever an object is written or read
in another version, and refuses as long as there is no answer (apiextensions-apiserver/pkg/apiserver/conversion).
"""

from collections.abc import Iterator

from cmp.argocd.crd import CRD, defined, definition
from cmp.manifests.fields import text, walk
from cmp.model import Manifest
from cmp.objects.index import Index
from cmp.value import Value


class Conversion(Value):
    """The Service that converts the objects of a CRD; `storage` is the version that needs no conversion."""

    crd: Manifest
    namespace: str
    service: str
    storage: str


def conversions(index: Index) -> Iterator[Conversion]:
    """Yield the conversions by a Service; a kind with a single version needs none, whatever its CRD says."""
    for manifest in index.each(CRD):
        body = definition(manifest)
        stored = {text(one, "name"): walk(one, "storage") == [True] for one in walk(body, "spec.versions[]")}
        if text(body, "spec.conversion.strategy") != "Webhook" or set(stored.values()) != {True, False}:
            continue
        storage = next(name for name, is_stored in stored.items() if is_stored)
        for service in walk(body, "spec.conversion.webhook.clientConfig.service"):
            name, namespace = text(service, "name"), text(service, "namespace")
            yield Conversion(crd=manifest, namespace=namespace, service=name, storage=storage)


def version(manifest: Manifest) -> str:
    """Return the version in which an object is written, without its group."""
    return manifest.head.api_version.rpartition("/")[2]


def converted(conversion: Conversion, index: Index) -> Iterator[Manifest]:
    """Yield the objects of the stream that are in another version than the stored one."""
    kind = defined(conversion.crd)
    for manifest in index.each(kind) if kind else ():
        if version(manifest) != conversion.storage:
            yield manifest
