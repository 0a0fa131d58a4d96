"""Who names a Service as a host talks to the workloads behind it."""

from collections import defaultdict
from collections.abc import Iterator

from cmp.model import Edge, Need, Reason, Ref, Strength
from cmp.order.edges.watched import watched
from cmp.order.hosts import hosts
from cmp.order.index import Index

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
            for workload in behind[service]:
                # What a workload calls by its own address it need not have running: such a variable is common to the
                # release, and a hook that has it need not call it either.
                calls = reader in hooks and (reader, workload) not in waiting and service not in named.get(workload, ())
                yield Edge(
                    before=workload,
                    after=reader,
                    need=Need.READY,
                    strength=Strength.MUST if calls else Strength.SHOULD,
                    reason=Reason.ADDRESS,
                    blocks=(reader, service) in awaited and workload != reader,
                    whys=tuple(dict.fromkeys(whys)),
                )
