"""Edges that put a webhook's workload before the objects that the API server shows to the webhook.

By then its configuration is in force too, and cert-manager's injector has written the certificate authority into it:
without that the API server trusts no answer.
"""

from collections.abc import Iterable, Iterator

from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import PHASES
from cmp.manifests.fields import document, text, walk
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.objects.index import Index
from cmp.objects.webhook_rules import SeenObjects, closed
from cmp.order.edges.authorities import Authorities
from cmp.order.edges.closure import closure
from cmp.order.edges.own_needs import own_needs

_ADMISSION = "admissionregistration.k8s.io"
_KINDS = ((_ADMISSION, "MutatingWebhookConfiguration"), (_ADMISSION, "ValidatingWebhookConfiguration"))
_Asked = tuple[Manifest, object, list[Ref], list[Ref]]


def admission(index: Index) -> Iterator[Edge]:
    """Yield edges from the workloads of webhooks to their configurations, and to the objects that the webhooks see."""
    asked = list(_asked(index))
    if not asked:
        return
    needs, seen, authorities = own_needs(index), SeenObjects(index), Authorities(index)
    closures: dict[frozenset[Ref], set[Ref]] = {}
    for configuration, webhook, services, workloads in asked:
        trusted = authorities.of(configuration)
        serving = frozenset((*workloads, *services, *trusted))
        own = closures[serving] = closures.get(serving) or closure(serving, needs)
        for workload in [*workloads, *trusted]:
            # A configuration that comes before its workload refuses everything until that one answers; in one wave
            # Argo CD applies it last, so a bound does.
            does = "answers" if workload in workloads else "gives the authority"
            why = f"{does} for its webhook {text(webhook, 'name')}"
            yield _edge(workload, configuration.ref, why, strength=Strength.SHOULD)
        before = _before(configuration, text(webhook, "name"), workloads, trusted)
        for manifest in seen.by(webhook):
            if manifest.ref not in own and _in_time(manifest, configuration):
                for ref, why in before:
                    yield _edge(ref, manifest.ref, why, strength=Strength.MUST)


def _asked(index: Index) -> Iterator[_Asked]:
    """Yield the webhooks that must answer, each with its configuration, Services and workloads.

    A webhook is left out if the stream lacks its Service or a workload behind that.
    """
    for configuration in index.each(*_KINDS):
        for webhook in walk(document(configuration), "webhooks[]"):
            for client in walk(webhook, "clientConfig.service"):
                namespace = text(client, "namespace") or configuration.ref.namespace
                service = index.find("", "Service", namespace, text(client, "name"))
                workloads = sorted({pod.ref for pod in index.behind(service)}) if service else []
                if service and workloads and closed(webhook, configuration):
                    yield configuration, webhook, [service.ref], workloads


def _before(
    configuration: Manifest, name: str, workloads: Iterable[Ref], trusted: Iterable[Ref]
) -> list[tuple[Ref, str]]:
    """Return the objects that must come before those that a webhook sees, each with the reason."""
    return [
        *((ref, f"is shown to its webhook {name}, which refuses until its workload answers") for ref in workloads),
        *((ref, f"is shown to the webhook {name}, whose authority it gives") for ref in trusted),
        (configuration.ref, f"is shown to its webhook {name}"),
    ]


def _in_time(manifest: Manifest, configuration: Manifest) -> bool:
    """Tell whether an object is applied in the phase of a webhook's configuration or in a later one."""
    first, start = (PHASES.index(applied(each)[0]) for each in (manifest, configuration))
    return first >= start


def _edge(before: Ref, after: Ref, why: str, *, strength: Strength) -> Edge:
    return Edge(
        before=before,
        after=after,
        need=Need.READY,
        strength=strength,
        reason=Reason.ADMISSION,
        blocks=False,
        whys=(why,),
    )
