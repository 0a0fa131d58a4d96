"""What converts objects answers before there are objects in another version than the stored one."""

from collections.abc import Iterator

from cmp.model import Edge, Need, Reason, Ref, Strength
from cmp.objects.conversions import Conversion, conversions, converted, version
from cmp.objects.index import Index
from cmp.order.edges.authorities import Authorities
from cmp.order.edges.closure import closure
from cmp.order.edges.own_needs import own_needs


def conversion(index: Index) -> Iterator[Edge]:
    """Yield edges from a Service that converts, its workloads and its authority to the objects that need conversion."""
    authorities = Authorities(index)
    for one in conversions(index):
        objects = list(converted(one, index))
        before = list(_before(one, index, authorities)) if objects else []
        own = closure([ref for ref, *_ in before], own_needs(index)) if before else set()
        for manifest in objects:
            if manifest.ref in own:
                continue
            for ref, need, does in before:
                yield Edge(
                    before=ref,
                    after=manifest.ref,
                    need=need,
                    strength=Strength.MUST,
                    reason=Reason.CONVERSION,
                    blocks=False,
                    whys=(f"{does} it from {version(manifest)} to {one.storage}",),
                )


def _before(one: Conversion, index: Index, authorities: Authorities) -> Iterator[tuple[Ref, Need, str]]:
    """Yield what comes first, what has to be so of it, and what it does; nothing where nothing here answers."""
    service = index.find("", "Service", one.namespace, one.service)
    workloads = sorted({pod.ref for pod in index.behind(service)}) if service else []
    if service and workloads:
        yield service.ref, Need.EXISTS, "leads to what converts"
        yield from ((ref, Need.READY, f"behind Service {one.service} converts") for ref in workloads)
        trusted = authorities.of(one.crd)
        yield from ((ref, Need.READY, "gives the authority of what converts") for ref in trusted)
