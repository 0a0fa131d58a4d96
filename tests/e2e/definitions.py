"""Definitions of custom resources that take anything: what the operators of a real cluster would have installed."""

from collections.abc import Iterable
from typing import Any

from operators import OPERATORS

# Argo CD 3.6.1's health script of CloudNativePG's Cluster fails, and the sync with it, as long as there is no status.
_BEGUN = {"clusters.postgresql.cnpg.io": {"phase": "Setting up primary", "conditions": []}}

_KINDS = {
    "postgresclusters.postgres-operator.crunchydata.com": ("PostgresCluster", ("v1beta1", "v1")),
    "clusters.postgresql.cnpg.io": ("Cluster", ("v1",)),
    "certificates.cert-manager.io": ("Certificate", ("v1",)),
    "externalsecrets.external-secrets.io": ("ExternalSecret", ("v1", "v1beta1")),
    "sealedsecrets.bitnami.com": ("SealedSecret", ("v1alpha1", "v1")),
}
assert _KINDS.keys() == OPERATORS.keys()


def operated() -> list[dict[str, Any]]:
    """Return the definitions of what the operators know."""
    return [
        definition(plural.partition(".")[2], kind, versions, plural.partition(".")[0], _BEGUN.get(plural))
        for plural, (kind, versions) in _KINDS.items()
    ]


def definition(
    group: str, kind: str, versions: Iterable[str], plural: str = "", begun: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the definition of a kind whose objects may say what they like; `begun` is the status of a new one."""
    plural = plural or f"{kind.lower()}s"
    anything: dict[str, Any] = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    if begun:
        anything["properties"] = {"status": {**anything, "default": begun}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "names": {"kind": kind, "plural": plural, "singular": kind.lower(), "listKind": f"{kind}List"},
            "scope": "Namespaced",
            "versions": [
                {
                    "name": version,
                    "served": True,
                    "storage": index == 0,
                    "schema": {"openAPIV3Schema": anything},
                    "subresources": {"status": {}},
                }
                for index, version in enumerate(versions)
            ],
        },
    }
