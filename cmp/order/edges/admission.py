"""A webhook that must answer does so before what it is asked about is applied."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import PHASES
from cmp.manifests.document import document
from cmp.manifests.fields import text, walk
from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.objects.index import Index
from cmp.objects.plurals import plurals
from cmp.objects.webhook_rules import closed, shown
from cmp.order.edges.producers import producers
from cmp.order.edges.references import references
from cmp.order.edges.rights import rights
from cmp.order.edges.watched import watched

_ADMISSION = "admissionregistration.k8s.io"
_KINDS = ((_ADMISSION, "MutatingWebhookConfiguration"), (_ADMISSION, "ValidatingWebhookConfiguration"))
_NEEDS: tuple[Callable[[Index], Iterator[Edge]], ...] = (references, rights, producers, watched)
_Asked = tuple[Manifest, object, list[Ref], list[Ref]]


def admission(index: Index) -> Iterator[Edge]:
    """Yield edges from the workloads of webhooks to their configurations, and to the objects that they are shown."""
    asked = list(_asked(index))
    needs = _needs(index) if asked else {}
    known = plurals(index) if asked else {}
    for configuration, webhook, services, workloads in asked:
        own = _closure([*workloads, *services], needs)
        for workload in workloads:
            # A configuration that comes before its workload refuses everything until that one answers; in one wave
            # Argo CD applies it last, so a bound does.
            why = f"answers for its webhook {text(webhook, 'name')}"
            yield _edge(workload, configuration.ref, why, strength=Strength.SHOULD)
        for manifest in index.by_ref.values():
            if manifest.ref not in own and shown(webhook, manifest, index, known) and _in_time(manifest, configuration):
                for workload in workloads:
                    why = f"is shown to its webhook {text(webhook, 'name')}, which refuses while nobody answers"
                    yield _edge(workload, manifest.ref, why, strength=Strength.MUST)


def _asked(index: Index) -> Iterator[_Asked]:
    """Yield the webhooks that must answer, with their configurations, Services and workloads, where all are here."""
    for configuration in index.each(*_KINDS):
        for webhook in walk(document(configuration), "webhooks[]"):
            for client in walk(webhook, "clientConfig.service"):
                namespace = text(client, "namespace") or configuration.ref.namespace
                service = index.find("", "Service", namespace, text(client, "name"))
                workloads = sorted({pod.ref for pod in index.behind(service)}) if service else []
                if service and workloads and closed(webhook, configuration):
                    yield configuration, webhook, [service.ref], workloads


def _in_time(manifest: Manifest, configuration: Manifest) -> bool:
    """Tell whether an object is applied no earlier than the phase in which its webhook comes to be."""
    first, start = (PHASES.index(applied(each)[0]) for each in (manifest, configuration))
    return first >= start


def _needs(index: Index) -> dict[Ref, set[Ref]]:
    found: dict[Ref, set[Ref]] = defaultdict(set)
    for edge in chain.from_iterable(index.found(finder) for finder in _NEEDS):
        found[edge.after].add(edge.before)
    return found


def _closure(refs: Iterable[Ref], needs: dict[Ref, set[Ref]]) -> set[Ref]:
    """Return the objects and all that they need, one by way of another."""
    found = set(refs)
    left = list(found)
    while left:
        more = needs.get(left.pop(), set()) - found
        found |= more
        left += more
    return found


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
