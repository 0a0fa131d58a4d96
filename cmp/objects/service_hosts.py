"""The Services that the containers of a pod name as hosts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from cmp.manifests.fields import document, text, texts, walk
from cmp.model import Ref
from cmp.objects.configuration import Setting, files, variables
from cmp.objects.container_waits import role
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.value import Value
from cmp.waits.nouns.model import Host as Address
from cmp.waits.nouns.model import Truth, Wait

_WORD = re.compile(r"[a-z0-9-]+")
# A command that makes a certificate names its hosts, but calls none of them.
_CERTIFICATE = re.compile(
    r"openssl|cfssl|certgen|cert-?gen|create-?cert|subjectAlt|\bCN=|\bDNS:|--cert-name|--secret-name"
)
_NO_HOST_VARIABLE = re.compile(r"(?:IMAGE|TAG|VERSION)$", re.IGNORECASE)  # web:12 is an image there
_LONGEST_FILE = 1 << 16


class Host(Value):
    """A Service that a pod names as a host, and where it does so.

    `waits` is the state of the Service that the pod waits for before it goes on, None if it does not wait. `tries` is
    the seconds after which it gives up with an error, None if it never does.
    """

    service: Ref
    why: str
    waits: Truth | None = None
    tries: float | None = None


def hosts(
    index: Index, pod: Pod, services: frozenset[str], namespaces: frozenset[str], waits: Mapping[int, Sequence[Wait]]
) -> Iterator[Host]:
    """Yield the Services that a pod may call.

    Args:
        index: the objects, for the configuration of the pod.
        pod: the pod.
        services: the names of all Services.
        namespaces: the namespaces of all Services.
        waits: the waits of containers, by `id` of the container.
    """
    for container in pod.containers:
        who = role(pod, container)
        awaited: set[Ref] = set()
        for wait in waits.get(id(container), ()):
            if isinstance(wait.target, Address) and wait.truth is not Truth.DELETED:
                for service in _services(wait.target.name, pod, services, namespaces):
                    awaited.add(service)
                    why = f"{who} waits for its Service {service.name}"
                    tries = wait.seconds if wait.fails else None
                    truth = Truth.READY if _is_its_pods(service, index) else wait.truth
                    yield Host(service=service, why=why, waits=truth, tries=tries)
        for place, variable, said in _said(index, pod, container, services):
            from cmp.objects.host_words import named  # compiles its patterns

            for host in named(variable, said, file=place.startswith("file ")):
                for service in _services(host, pod, services, namespaces):
                    if service not in awaited:
                        yield Host(service=service, why=f"{place or who} names its Service {service.name}")


def _is_its_pods(service: Ref, index: Index) -> bool:
    """Tell whether the name of a Service is known only while a pod behind it is ready: it has no address of its own.

    Source: podToEndpoint in utils.go of k8s.io/endpointslice 0.37.0; of a headless Service a name stands for its ready
    endpoints (DNS specification of Kubernetes, 2.4.1).
    """
    spec = [spec for one in (index.by_ref.get(service),) if one for spec in walk(document(one), "spec")]
    return "None" in walk(spec, "[].clusterIP") and True not in walk(spec, "[].publishNotReadyAddresses")


def _services(host: str, pod: Pod, services: frozenset[str], namespaces: frozenset[str]) -> Iterator[Ref]:
    for name, namespace in _meant(host, pod.ref.namespace, namespaces):
        if name in services:
            yield Ref(group="", kind="Service", namespace=namespace, name=name)


def _said(index: Index, pod: Pod, container: Any, services: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    """Yield texts that contain the name of a Service, each as its place, the variable that holds it, and the text.

    Place and variable are "" for the command line; the variable is "" for a file.
    """
    for name, setting in variables(index, pod, container).items():
        if setting.value and not _NO_HOST_VARIABLE.search(name) and _mentions(setting.value, services):
            yield _place(f"variable {name}", setting), name, setting.value
    joined = " ".join([*texts(container, "command[]"), *texts(container, "args[]")])
    if _mentions(joined, services) and not _CERTIFICATE.search(f"{text(container, 'image')} {joined}"):
        yield "", "", joined
    for path, setting in files(index, pod, container).items():
        said = setting.value or ""
        if len(said) <= _LONGEST_FILE and _mentions(said, services) and not _CERTIFICATE.search(said):
            yield _place(f"file {path}", setting), "", said


def _place(name: str, setting: Setting) -> str:
    return f"{name} ({setting.source})" if setting.source else name


@lru_cache(maxsize=1 << 14)  # many containers have the same text from one ConfigMap
def _mentions(said: str, services: frozenset[str]) -> bool:
    return not services.isdisjoint(_WORD.findall(said))


def _meant(host: str, own: str, namespaces: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the Service and namespace that a host may stand for; a pod's name may come before a headless Service."""
    parts = host.split(".")
    for name, *rest in (parts, parts[1:] or [""]):
        if not rest and len(parts) < 3:  # noqa: PLR2004  (web, or web-0.web)
            yield name, own
        elif rest and rest[0] in namespaces and rest[1:2] in ([], ["svc"]):
            yield name, rest[0]
