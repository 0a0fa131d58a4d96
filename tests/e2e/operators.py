"""Operators: what they make for a custom resource, and what they then say of it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Object = dict[str, Any]
Found = dict[str, dict[str, Object]]


class Made(NamedTuple):
    """An object that an operator makes."""

    plural: str
    name: str
    body: Object


class Operator(NamedTuple):
    """What it makes, and the status of what is done."""

    makes: Callable[[Object], list[Made]]
    status: Object


_READY: Object = {"conditions": [{"type": "Ready", "status": "True", "reason": "Issued", "message": "done"}]}


def _secret(name: str, **data: str) -> Made:
    return Made("secrets", name, {"metadata": {"name": name}, "stringData": {"key": "value", **data}})


def _logged_in(name: str, host: str, user: str, database: str) -> Made:
    """Return the Secret that tells a user of a database how to log in."""
    said = {"host": host, "port": "5432", "user": user, "username": user, "password": "value", "dbname": database}
    return _secret(name, **said, uri=f"postgresql://{user}:value@{host}:5432/{database}")


def _database(cluster: Object, service: str) -> list[Made]:
    """Return the pods of a database and the Service before them."""
    name = f"{cluster['metadata']['name']}-instance"
    labels = {"postgres-instance-of": cluster["metadata"]["name"]}
    container = {"name": "database", "image": "postgres", "ports": [{"name": "postgres", "containerPort": 5432}]}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    workload = {"selector": {"matchLabels": labels}, "serviceName": service, "template": template}
    port = {"name": "postgres", "port": 5432, "targetPort": "postgres"}
    return [
        Made("services", service, {"metadata": {"name": service}, "spec": {"selector": labels, "ports": [port]}}),
        Made("statefulsets.apps", name, {"metadata": {"name": name}, "spec": workload}),
    ]


def _crunchy(one: Object) -> list[Made]:
    name, namespace = one["metadata"]["name"], one["metadata"]["namespace"]
    host = f"{name}-primary.{namespace}.svc"
    users = one["spec"].get("users") or [{"name": name}]
    secrets = [
        _logged_in(f"{name}-pguser-{user['name']}", host, user["name"], (user.get("databases") or [name])[0])
        for user in users
    ]
    return [*secrets, *_database(one, f"{name}-primary")]


def _cloud_native(one: Object) -> list[Made]:
    name = one["metadata"]["name"]
    return [_logged_in(f"{name}-app", f"{name}-rw", "app", "app"), *_database(one, f"{name}-rw")]


# By plural and group. What the status says is what Argo CD's health scripts call healthy.
OPERATORS = {
    "postgresclusters.postgres-operator.crunchydata.com": Operator(_crunchy, {"observedGeneration": 1}),
    "clusters.postgresql.cnpg.io": Operator(
        _cloud_native,
        {"phase": "Cluster in healthy state", "conditions": [{"type": "Ready", "status": "True"}]},
    ),
    "certificates.cert-manager.io": Operator(lambda one: [_secret(one["spec"]["secretName"])], _READY),
    "externalsecrets.external-secrets.io": Operator(
        lambda one: [_secret((one["spec"].get("target") or {}).get("name") or one["metadata"]["name"])], _READY
    ),
    "sealedsecrets.bitnami.com": Operator(
        lambda one: [_secret(one["metadata"]["name"])], {"conditions": [{"type": "Synced", "status": "True"}]}
    ),
}


def operated(found: Found) -> Iterator[tuple[str, str, list[Made], Object | None]]:
    """Yield for each custom resource: its plural and name, what is still to be made for it, else the status that is."""
    for plural, operator in OPERATORS.items():
        for name, one in found.get(plural, {}).items():
            lacking = [made for made in operator.makes(one) if made.name not in found.get(made.plural, {})]
            status = operator.status if not lacking and one.get("status") != operator.status else None
            yield plural, name, lacking, status
