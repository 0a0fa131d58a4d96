"""A table of the Secrets and ConfigMaps that controllers write for custom resources, by patterns of their names.

In a name, `{path}` stands for each value of that field of the custom resource. `{one|other}` is the first of these
fields that has a value. `*` stands for any text, at the start or end of the name.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from cmp.manifests.fields import document, texts
from cmp.model import Manifest, Need, Ref
from cmp.objects.generating_jobs import commands
from cmp.objects.index import Index
from cmp.value import Value


class Made(Value):
    """The objects that a controller writes for a kind, and the need to be met; one annotation of `asked` must exist."""

    names: tuple[str, ...]
    kind: str = "Secret"
    need: Need = Need.READY
    asked: tuple[str, ...] = ()


_OWN = "{metadata.name}"
_SHIM = ("cert-manager.io/issuer", "cert-manager.io/cluster-issuer", "kubernetes.io/tls-acme")
_DESTINATION = (Made(names=("{spec.destination.name}",)),)
_TARGET = (Made(names=("{spec.target.name|metadata.name}",)),)

PRODUCERS: dict[tuple[str, str], tuple[Made, ...]] = {
    ("acid.zalan.do", "postgresql"): (Made(names=(f"*.{_OWN}.credentials.postgresql.acid.zalan.do",)),),
    ("bitnami.com", "SealedSecret"): (Made(names=("{spec.template.metadata.name|metadata.name}",)),),
    ("cert-manager.io", "Certificate"): (Made(names=("{spec.secretName}",)),),
    ("databases.spotahome.com", "RedisFailover"): (Made(names=("{spec.auth.secretPath}",)),),
    ("external-secrets.io", "ExternalSecret"): _TARGET,
    # The certificate of such an Ingress comes once it is there; its own health is a matter of its address.
    ("gateway.networking.k8s.io", "Gateway"): (
        Made(names=("{spec.listeners[].tls.certificateRefs[].name}",), need=Need.EXISTS, asked=_SHIM),
    ),
    ("k8s.mariadb.com", "MariaDB"): (
        Made(names=("{spec.rootPasswordSecretKeyRef.name}", "{spec.passwordSecretKeyRef.name}")),
    ),
    ("kafka.strimzi.io", "Kafka"): (Made(names=(f"{_OWN}-cluster-ca-cert", f"{_OWN}-clients-ca-cert")),),
    ("kafka.strimzi.io", "KafkaUser"): (Made(names=(_OWN,)),),
    ("kubernetes-client.io", "ExternalSecret"): (Made(names=(_OWN,)),),
    ("networking.k8s.io", "Ingress"): (Made(names=("{spec.tls[].secretName}",), need=Need.EXISTS, asked=_SHIM),),
    ("onepassword.com", "OnePasswordItem"): (Made(names=(_OWN,)),),
    ("postgres-operator.crunchydata.com", "PostgresCluster"): (
        Made(names=(f"{_OWN}-pguser-*", f"{_OWN}-cluster-cert", f"{_OWN}-replication-cert", f"{_OWN}-pgbouncer")),
    ),
    ("postgresql.cnpg.io", "Cluster"): (
        Made(names=tuple(f"{_OWN}-{suffix}" for suffix in ("app", "ca", "replication", "server", "superuser"))),
    ),
    ("rabbitmq.com", "RabbitmqCluster"): (Made(names=(f"{_OWN}-default-user",)),),
    ("rabbitmq.com", "User"): (Made(names=(f"{_OWN}-user-credentials",)),),
    ("secrets-store.csi.x-k8s.io", "SecretProviderClass"): (
        Made(names=("{spec.secretObjects[].secretName}",), need=Need.EXISTS),
    ),
    ("secrets.hashicorp.com", "VaultDynamicSecret"): _DESTINATION,
    ("secrets.hashicorp.com", "VaultPKISecret"): _DESTINATION,
    ("secrets.hashicorp.com", "VaultStaticSecret"): _DESTINATION,
    ("trust.cert-manager.io", "Bundle"): (
        Made(names=(_OWN,), kind="ConfigMap"),
        Made(names=(_OWN,)),
    ),
}
_LONGEST = 253
"""Characters of the longest name that an object may have."""
_PATHS = re.compile(r"\{([^}]*)\}")


class Producers:
    """The producers of generated Secrets and ConfigMaps, by kind, namespace and name."""

    def __init__(self, index: Index) -> None:
        """Collect what the producers of a stream write."""
        self._made: dict[tuple[str, str, str], dict[Ref, Need]] = defaultdict(dict)
        for producer in index.each(*PRODUCERS):
            for made in PRODUCERS[producer.ref.group_kind]:
                if not made.asked or any(key in producer.head.annotations for key in made.asked):
                    for name in (name for template in made.names for name in _filled(template, producer)):
                        self._made[made.kind, producer.ref.namespace, name].setdefault(producer.ref, made.need)
        self._commands = commands(index)

    def of(self, kind: str, namespace: str, name: str) -> list[tuple[Ref, Need]]:
        """Return the producers of an object, each with the need to be met; Jobs only if there is no other producer."""
        found = {
            ref: need
            for pattern in (_patterns(name) if self._made else ())
            for ref, need in self._made.get((kind, namespace, pattern), {}).items()
        }
        return sorted(found.items()) or [(ref, Need.READY) for ref in self._commands.get((kind, namespace, name), ())]


def _filled(template: str, producer: Manifest) -> Iterator[str]:
    """Yield the names that a template of the table gives for a custom resource."""
    *pieces, tail = _PATHS.split(template)
    words = [[piece] if index % 2 == 0 else _said(piece, producer) for index, piece in enumerate(pieces)]
    yield from ("".join(chosen) for chosen in product(*words, [tail]))


def _said(paths: str, producer: Manifest) -> list[str]:
    for path in paths.split("|"):
        found = [producer.ref.name] if path == "metadata.name" else texts(document(producer), path)
        if found:
            return found
    return []


def _patterns(name: str) -> Iterator[str]:
    """Yield the name itself and each pattern of the table's form that fits it."""
    yield name
    for index, letter in enumerate(name if len(name) <= _LONGEST else ""):
        if letter == "-":
            yield f"{name[: index + 1]}*"
        elif letter == ".":
            yield f"*{name[index:]}"
