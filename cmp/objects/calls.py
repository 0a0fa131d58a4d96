"""The hosts that a pod calls: Services of the stream, and hosts elsewhere, which two pods may have in common."""

import re
from collections import defaultdict
from collections.abc import Iterator

from cmp.model import Ref
from cmp.objects.configuration import variables
from cmp.objects.container_waits import read, waits
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.objects.service_hosts import hosts
from cmp.waits.nouns.model import Host, Wait

_NAME = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?")
_ITSELF = frozenset({"localhost", "127.0.0.1", "0.0.0.0"})  # noqa: S104  (no address is bound)


def services(pod: Pod, index: Index) -> set[Ref]:
    """Return the Services of the stream that a pod names as hosts, or that its scripts wait for."""
    there, names, namespaces = index.made(_there)
    return {host.service for host in hosts(index, pod, names, namespaces, index.made(waits))} & there


def _there(index: Index) -> tuple[frozenset[Ref], frozenset[str], frozenset[str]]:
    """Return the Services of the stream, their names, and their namespaces."""
    there = frozenset(one.ref for one in index.each(("", "Service")))
    return there, frozenset(ref.name for ref in there), frozenset(ref.namespace for ref in there)


def called(pod: Pod, index: Index) -> set[str]:
    """Return all hosts that a pod calls, as `Service/NAME` where they are Services of the stream."""
    own = services(pod, index)
    names = {ref.name for ref in own}
    others = {host for host in _elsewhere(pod, index) if host.partition(".")[0] not in names and host not in _ITSELF}
    return {f"Service/{ref.name}" for ref in own} | others


def _elsewhere(pod: Pod, index: Index) -> Iterator[str]:
    """Yield the hosts that variables hold, also those by configuration, and those that scripts wait for."""
    from cmp.objects.host_words import HOST_VARIABLE, named  # compiles its patterns

    for container in pod.containers:
        for name, setting in variables(index, pod, container).items():
            if setting.value and HOST_VARIABLE.search(name):
                yield from (host for host in named(name, setting.value, file=False) if _NAME.fullmatch(host))
    for wait in index.made(_waits).get(pod.ref, ()):
        if isinstance(wait.target, Host):
            yield wait.target.name


def _waits(index: Index) -> dict[Ref, list[Wait]]:
    """Return what the scripts of each object wait for."""
    found: dict[Ref, list[Wait]] = defaultdict(list)
    for each in index.found(read):
        found[each.pod.ref] += each.reading.waits
    return found
