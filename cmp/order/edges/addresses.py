"""Edges from the workloads behind a Service to the pods that name this Service as a host."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from cmp.model import Edge, Manifest, Need, Reason, Ref, Strength
from cmp.objects import container_waits
from cmp.objects.index import Index
from cmp.objects.service_hosts import Host, hosts
from cmp.objects.unserved import unserved
from cmp.order.edges.watched import watched
from cmp.waits.nouns.model import Truth

# Services that the API server calls; pods name them where they make or spread their certificates.
_ASKING = (
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apiregistration.k8s.io", "APIService"),
)


def addresses(index: Index) -> Iterator[Edge]:
    """Yield edges from the workloads behind Services to the pods that name these Services as hosts."""
    asked = {(link.namespace, link.name) for _, links in index.links(*_ASKING) for link in links}
    services = {
        service.ref: service
        for service in index.each(("", "Service"))
        if (service.ref.namespace, service.ref.name) not in asked
    }
    named = _named(index, services)
    hooks = {pod.ref for pod in index.pods if pod.hook and pod.at_once} & named.keys()
    waiting = {(edge.before, edge.after) for edge in index.found(watched)} if hooks else set()
    # Found as they are asked for: the edges end at a bound, and Services times workloads may be far more.
    behind: dict[Ref, dict[Ref, str]] = {}
    for reader, said in named.items():
        for service, found in said.items():
            if service not in behind:
                workloads = {pod.ref: pod.owner for pod in index.behind(services[service])}
                behind[service] = {ref: unserved(index, workloads[ref]) for ref in sorted(workloads)}
            idle = behind[service]
            # What a workload calls by its own address it need not have running: such a variable is common to the
            # release, and a hook that has it need not call it either.
            called = {
                workload: reader in hooks
                and (reader, workload) not in waiting
                and service not in named.get(workload, ())
                for workload in idle
            }
            # One workload is enough for a Service to answer: nothing hangs as long as the first of them is in time.
            serving = [ref for ref, why in idle.items() if not why]
            first = index.in_turn(serving or idle)[:1]
            must = any(called.values()) if called else reader in hooks
            yield _edge(service, reader, Need.EXISTS, found, must=must, blocks=any(host.waits for host in found))
            ready = any(host.waits is Truth.READY for host in found)
            for workload, calls in called.items():
                blocks = ready and workload in first and workload != reader
                edge = _edge(workload, reader, Need.READY, found, must=calls, blocks=blocks)
                yield edge.replace(never=idle[workload])


def _named(index: Index, services: Mapping[Ref, Manifest]) -> dict[Ref, dict[Ref, list[Host]]]:
    """Return the Services that pods name and how; pods that no step waits for are taken to wait for none."""
    names = frozenset(ref.name for ref in services)
    namespaces = frozenset(ref.namespace for ref in services)
    waits = index.made(container_waits.waits) if services else {}
    named: dict[Ref, dict[Ref, list[Host]]] = defaultdict(lambda: defaultdict(list))
    for pod in index.pods if services else ():
        for host in hosts(index, pod, names, namespaces, waits):
            if host.service in services:
                named[pod.ref][host.service].append(host if pod.awaited else host.replace(waits=None))
    return named


def _edge(before: Ref, after: Ref, need: Need, hosts: list[Host], *, must: bool, blocks: bool) -> Edge:
    job = after.group_kind == ("batch", "Job") and blocks
    return Edge(
        before=before,
        after=after,
        need=need,
        strength=Strength.MUST if must else Strength.SHOULD,
        reason=Reason.ADDRESS,
        blocks=blocks,
        whys=tuple(dict.fromkeys(host.why for host in hosts)),
        tries=min((host.tries for host in hosts if host.tries is not None), default=None) if job else None,
    )
