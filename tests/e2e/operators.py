"""Operators: which Secrets they write for a custom resource, and what they then say of it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Object = dict[str, Any]


class Operator(NamedTuple):
    """Which Secrets it writes, and the status of what is done."""

    secrets: Callable[[Object], list[str]]
    status: Object


_READY: Object = {"conditions": [{"type": "Ready", "status": "True", "reason": "Issued", "message": "done"}]}

# By plural and group. What the status says is what Argo CD's health scripts call healthy.
OPERATORS = {
    "postgresclusters.postgres-operator.crunchydata.com": Operator(
        lambda one: [
            f"{one['metadata']['name']}-pguser-{user['name']}"
            for user in one["spec"].get("users") or [{"name": one["metadata"]["name"]}]
        ],
        {"observedGeneration": 1},
    ),
    "clusters.postgresql.cnpg.io": Operator(
        lambda one: [f"{one['metadata']['name']}-app"],
        {"phase": "Cluster in healthy state", "conditions": [{"type": "Ready", "status": "True"}]},
    ),
    "certificates.cert-manager.io": Operator(lambda one: [one["spec"]["secretName"]], _READY),
    "externalsecrets.external-secrets.io": Operator(
        lambda one: [(one["spec"].get("target") or {}).get("name") or one["metadata"]["name"]], _READY
    ),
    "sealedsecrets.bitnami.com": Operator(
        lambda one: [one["metadata"]["name"]], {"conditions": [{"type": "Synced", "status": "True"}]}
    ),
}


def operated(found: dict[str, dict[str, Object]]) -> Iterator[tuple[str, list[str], tuple[str, Object] | None]]:
    """Yield for each custom resource: its plural, the Secrets that are still to be written, else the status that is."""
    for plural, operator in OPERATORS.items():
        for name, one in found.get(plural, {}).items():
            lacking = [secret for secret in operator.secrets(one) if secret not in found.get("secrets", {})]
            yield (
                plural,
                lacking,
                (name, operator.status) if not lacking and one.get("status") != operator.status else None,
            )
