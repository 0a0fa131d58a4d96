"""Which Services the containers of a pod name as hosts."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cmp.manifests.fields import text, texts, walk
from cmp.model import Ref
from cmp.objects.pods import Pod
from cmp.value import Value

_HOST = r"([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)"
_WORD = re.compile(r"[a-z0-9-]+")
_DOTTED = re.compile(r"(?<![\w.-])([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?![\w-])")
# A short name is a word like others: it is a host where something beside it says so.
_SHORT = tuple(
    re.compile(pattern)
    for pattern in (
        rf"://(?:[^\s/@\"']*@)?{_HOST}(?![\w@])(?!:[^\s/@\"']*@)",
        rf"(?<=[^\s/])@{_HOST}(?=[:/\s,;?)\"']|$)",
        rf"(?<![\w.@/-]){_HOST}:\d{{2,5}}(?![\w.])",
        rf"/dev/tcp/{_HOST}/",
        rf"\b(?:nc|ncat|telnet|wait-for(?:-it)?(?:\.sh)?)\s[^;&|\n]{{0,80}}?(?<![\w.-]){_HOST}\s+[\d$]",
        rf"(?:^|[\s\"'])(?:-h|--?[\w-]*(?:host|hostname|server|url|ad+r|address|endpoint|uri|brokers?))[\s=]+{_HOST}(?=[:/\s,;?\"']|$)",
    )
)
# Who makes a certificate says for which names; it calls none of them.
_CERTIFICATE = re.compile(
    r"openssl|cfssl|certgen|cert-?gen|create-?cert|subjectAlt|\bCN=|\bDNS:|--cert-name|--secret-name"
)
_HOST_VARIABLE = re.compile(r"(?:HOST|HOSTNAME|SERVER|SERVERS|URL|ADDR|ADDRESS|ENDPOINT|URI|BROKERS)$", re.IGNORECASE)


_NO_HOST_VARIABLE = re.compile(r"(?:IMAGE|TAG|VERSION)$", re.IGNORECASE)  # web:12 is an image there
_WAITS = re.compile(r"\b(?:until|while|wait|wait-for\S*|wait4\S*|dockerize|pg_isready|retry)\b")


class Host(Value):
    """A Service that a pod names as a host, and where; `waits` tells that the pod does not start before it answers."""

    service: Ref
    why: str
    waits: bool


def hosts(pod: Pod, services: frozenset[str], namespaces: frozenset[str]) -> Iterator[Host]:
    """Yield the Services that a pod may mean; `services` and `namespaces` are the names that there are."""
    for container in pod.containers:
        first = container in pod.first
        waits = first and bool(_WAITS.search(" ".join(_line(container))))
        role = "init container" if first else "container"
        for variable, said in _said(container):
            if _NO_HOST_VARIABLE.search(variable) or services.isdisjoint(_WORD.findall(said)):
                continue
            for host in _hosts(variable, said):
                for name, namespace in _meant(host, pod.ref.namespace, namespaces):
                    if name in services:
                        where = (
                            f"variable {variable}" if variable and not waits else f"{role} {text(container, 'name')}"
                        )
                        yield Host(
                            service=Ref(group="", kind="Service", namespace=namespace, name=name),
                            why=f"{where} {'waits for' if waits else 'names'} its Service {name}",
                            waits=waits,
                        )


def _said(container: Any) -> Iterator[tuple[str, str]]:
    """Yield texts with the variable that holds them, "" for the command line."""
    for variable in walk(container, "env[]"):
        for value in texts(variable, "value"):
            yield text(variable, "name"), value
    joined = " ".join(_line(container))
    if joined and not _CERTIFICATE.search(f"{text(container, 'image')} {joined}"):
        yield "", joined


def _line(container: Any) -> list[str]:
    return [*texts(container, "command[]"), *texts(container, "args[]")]


def _hosts(variable: str, said: str) -> Iterable[str]:
    found = {host for pattern in _SHORT for host in pattern.findall(said)}
    found |= set(_DOTTED.findall(said))
    if variable and _HOST_VARIABLE.search(variable):
        found |= {part.strip() for part in said.split(",")}
    return found


def _meant(host: str, own: str, namespaces: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the Service and namespace that a host may mean; before a headless Service may stand a pod's name."""
    parts = host.split(".")
    for name, *rest in (parts, parts[1:] or [""]):
        if not rest and len(parts) < 3:  # noqa: PLR2004  (web, or web-0.web)
            yield name, own
        elif rest and rest[0] in namespaces and rest[1:2] in ([], ["svc"]):
            yield name, rest[0]
