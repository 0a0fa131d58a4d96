"""Who names a Service as a host talks to the workloads behind it."""

from collections import defaultdict
from collections.abc import Iterator

from cmp.model import Edge, Need, Reason, Ref, Strength
from cmp.objects.index import Index
from cmp.objects.service_hosts import hosts
from cmp.order.edges.watched import watched

# Services that the API server calls; pods name them where they make or spread their certificates.
_ASKING = (
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apiregistration.k8s.io", "APIService"),
)


def addresses(index: Index) -> Iterator[Edge]:
    """Yield edges from the workloads behind Services to the pods that name these as hosts."""
    asked = {(link.namespace, link.name) for _, links in index.links(*_ASKING) for link in links}
    services = {
        service.ref: service
        for service in index.each(("", "Service"))
        if (service.ref.namespace, service.ref.name) not in asked
    }
    names = frozenset(ref.name for ref in services)
    namespaces = frozenset(ref.namespace for ref in services)
    named: dict[Ref, dict[Ref, list[str]]] = defaultdict(lambda: defaultdict(list))
    hooks: set[Ref] = set()
    awaited: set[tuple[Ref, Ref]] = set()
    for pod in index.pods if services else ():
        for host in hosts(pod, names, namespaces):
            if host.service in services:
                named[pod.ref][host.service].append(host.why)
                if host.waits and pod.awaited:
                    awaited.add((pod.ref, host.service))
        if pod.hook and pod.at_once:
            hooks.add(pod.ref)
    waiting = {(edge.before, edge.after) for edge in index.found(watched)} if hooks & named.keys() else set()
    behind = {ref: sorted({pod.ref for pod in index.behind(services[ref])}) for said in named.values() for ref in said}
    for reader, said in named.items():
        for service, whys in said.items():
            # What a workload calls by its own address it need not have running: such a variable is common to the
            # release, and a hook that has it need not call it either.
            called = {
                workload: reader in hooks
                and (reader, workload) not in waiting
                and service not in named.get(workload, ())
                for workload in behind[service]
            }
            blocks = (reader, service) in awaited
            # One workload is enough for a Service to answer: nothing hangs as long as the first of them is in time.
            first = min(behind[service], key=lambda ref: (index.turn(ref), ref), default=None)
            must = any(called.values()) if called else reader in hooks
            yield _edge(service, reader, Need.EXISTS, whys, must=must, blocks=blocks)
            for workload, calls in called.items():
                alone = workload == first != reader
                yield _edge(workload, reader, Need.READY, whys, must=calls, blocks=blocks and alone)


def _edge(before: Ref, after: Ref, need: Need, whys: list[str], *, must: bool, blocks: bool) -> Edge:
    return Edge(
        before=before,
        after=after,
        need=need,
        strength=Strength.MUST if must else Strength.SHOULD,
        reason=Reason.ADDRESS,
        blocks=blocks,
        whys=tuple(dict.fromkeys(whys)),
    )
