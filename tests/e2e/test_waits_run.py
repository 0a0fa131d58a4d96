"""The stand-in for the kubelet runs what waits: a script ends when what it waits for is really so, and not before."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import binaries
import pytest
from api import Object
from processes import wait
from stand import Stand

_LATE = [{"configMapRef": {"name": "late"}}]
"""What the awaited pods read, and what comes last."""
_READS_ALL = [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list", "watch"]}]
_READS_JOBS = [{"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get", "list", "watch"]}]
_NUMBERS = count()

WAYS: dict[str, str | list[str]] = {
    "nc": "until nc -z -w 2 web 80; do sleep 1; done",
    "curl": "until curl -sf http://web.$NAMESPACE.svc/; do sleep 1; done",
    "curl-encrypted": "until curl -sfk https://web/; do sleep 1; done",
    "wget": "while ! wget -q -T 2 -t 1 -O /dev/null http://web/; do sleep 1; done",
    "wait-for-it": ["/app/wait-for-it.sh", "web:80", "-t", "0", "--", "echo", "there"],
    "dockerize": ["dockerize", "-wait", "tcp://web:80", "-timeout", "10m", "true"],
    "wait4x": ["wait4x", "http", "http://web/", "-t", "0"],
    "grpc": "until grpc_health_probe -addr=web:80; do sleep 1; done",
    "mongosh": "until mongosh --host web --port 80 --eval 'db.hello()'; do sleep 1; done",
    "k8s-wait-for": ["wait_for.sh", "service", "web"],
    "endpoints": "until kubectl get endpoints web -o 'jsonpath={.subsets[*].addresses}' | grep .; do sleep 1; done",
    "rollout": "until kubectl rollout status deployment/web --timeout=60s; do sleep 1; done",
    "pod-by-label": ["kubectl", "wait", "--for=condition=Ready", "pod", "-l", "app=web", "--timeout=600s"],
    "headless": "until nc -z -w 2 each.$NAMESPACE 8080; do sleep 1; done",
    "link": "until nc -z -w 2 $WEB_SERVICE_HOST $WEB_SERVICE_PORT; do sleep 1; done",
}  # fmt: skip
"""Ways to wait for the pods of `web`: scripts, or programs that wait by themselves."""
DATABASES = {
    "pg_isready": ("postgres:17-alpine", 5432, "until pg_isready -h db; do sleep 1; done"),
    "psql": ("postgres:17-alpine", 5432, "until psql -h db -U postgres -c 'select 1'; do sleep 1; done"),
    "redis-cli": ("redis:7", 6379, 'until [ "$(redis-cli -h db ping)" = PONG ]; do sleep 1; done'),
    "mysqladmin": ("mariadb:11", 3306, "until mysqladmin ping -h db --silent; do sleep 1; done"),
}
"""By program: the image of a server, its port, and a wait for it."""


@pytest.fixture(scope="module")
def ended(stand: Stand) -> Iterator[dict[str, tuple[bool, bool]]]:
    """Whether each wait had ended before what it waits for was so, and after it was: all of them wait at once."""
    streams = {name: documents for name, documents in _waiting().items() if not binaries.missing(documents)}
    for name, documents in streams.items():
        _apply(stand, _made(stand, name), *documents)
    assert wait(lambda: all(_runs(stand, name) for name in streams))
    stand.rest()
    before = {name: _has(stand, name, "Complete") for name in streams}
    for name in streams:
        _apply(stand, name, _map("late", {}))
    wait(lambda: all(_has(stand, name, "Complete") for name in streams))
    yield {name: (before[name], _has(stand, name, "Complete")) for name in streams}
    stand.nodes.forget(streams)


@pytest.fixture
def namespace(stand: Stand) -> Iterator[str]:
    name = _made(stand, f"scripts-{next(_NUMBERS)}")
    yield name
    stand.nodes.forget([name])


@pytest.mark.parametrize("way", [*WAYS, *DATABASES, "begins-again"])
def test_a_wait_ends_when_what_it_waits_for_is_so_and_not_before(way: str, ended: dict[str, tuple[bool, bool]]) -> None:
    if lacking := " ".join(binaries.missing(_waiting()[_named(way)])):
        pytest.skip(f"{lacking} missing; fix: apt-get install {lacking}")
    assert ended[_named(way)] == (False, True)


def test_kubectl_may_do_what_the_rendered_roles_say_and_no_more(namespace: str, stand: Stand) -> None:
    waits = _job(["kubectl", "wait", "--for=create", "--timeout=600s", "job/waits"])
    _apply(stand, namespace, waits)
    assert wait(lambda: _said(stand, namespace, "forbidden"))
    assert not _has(stand, namespace, "Complete")
    _apply(stand, namespace, *_may_look(namespace, _READS_JOBS))
    assert wait(lambda: _has(stand, namespace, "Complete"))


def test_what_a_script_makes_by_command_is_there(namespace: str, stand: Stand) -> None:
    makes = [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]}]
    script = "kubectl create secret generic made --from-literal=key=value"
    _apply(stand, namespace, *_may_look(namespace, makes), _job(["sh", "-ec", script]))

    assert wait(lambda: _has(stand, namespace, "Complete"))
    assert stand.plane.api.get(f"/api/v1/namespaces/{namespace}/secrets/made")["data"] == {"key": "dmFsdWU="}


def test_a_script_reads_what_is_mounted_and_counts_unknown_programs_as_done(namespace: str, stand: Stand) -> None:
    lines = ("#!/bin/sh", "set -e", "migrate", "/usr/local/bin/load", '[ "$(cat /data/it)$(cat /etc/one)" = itit ]')
    script = {"run.sh": "\n".join([*lines, 'touch /spare/"$WHAT"', "exec last"])}
    job = _job(["/scripts/run.sh"])
    spec = job["spec"]["template"]["spec"]
    spec["containers"][0] |= {
        "env": [{"name": "WHAT", "valueFrom": {"configMapKeyRef": {"name": "texts", "key": "it"}}}],
        "volumeMounts": [
            {"name": "scripts", "mountPath": "/scripts"},
            {"name": "data", "mountPath": "/data"},
            {"name": "data", "mountPath": "/etc/one", "subPath": "it"},
            {"name": "spare", "mountPath": "/spare", "subPath": "part"},
        ],
    }
    spec["volumes"] = [
        {"name": "scripts", "configMap": {"name": "scripts"}},
        {"name": "data", "configMap": {"name": "texts"}},
        {"name": "spare", "emptyDir": {}},
    ]
    _apply(stand, namespace, _map("scripts", script), _map("texts", {"it": "it"}), job)

    assert wait(lambda: _has(stand, namespace, "Complete"))


def test_a_script_that_fails_fails_its_job(namespace: str, stand: Stand) -> None:
    _apply(stand, namespace, _job(["sh", "-c", "exit 3"], "Never"))
    assert wait(lambda: _has(stand, namespace, "Failed"))


def _waiting() -> dict[str, list[Object]]:
    """Return a Job that waits in each of the ways, with what it waits for, by the namespace of all that."""
    found = {}
    for way, asked in WAYS.items():
        job = _job(["sh", "-c", asked] if isinstance(asked, str) else asked)
        services = _service("web", 80, 443), _service("each", 8080, clusterIP="None")
        found[_named(way)] = [job, *services, _workload("example.com/web", 8080), *_may_look(_named(way), _READS_ALL)]
    for program, (image, port, script) in DATABASES.items():
        job = _job(["sh", "-ec", script])
        found[_named(program)] = [job, _service("db", port, target=port), _workload(image, port)]
    job = _job(["true"])
    init = {"name": "first", "image": "busybox", "command": ["sh", "-c", "nc -z -w 1 web 80"]}
    job["spec"]["template"]["spec"]["initContainers"] = [init]
    found[_named("begins-again")] = [job, _service("web", 80), _workload("example.com/web", 8080)]
    return found


def _named(way: str) -> str:
    return f"waits-{way.replace('_', '-')}"


def _made(stand: Stand, namespace: str) -> str:
    stand.plane.api.create("/api/v1/namespaces", {"metadata": {"name": namespace}})
    return namespace


def _runs(stand: Stand, namespace: str) -> bool:
    return any(name.startswith("waits-") for name in json.loads(stand.nodes.shown(namespace)))


def _apply(stand: Stand, namespace: str, *documents: Object) -> None:
    for document in documents:
        group = document["apiVersion"]
        path = f"/apis/{group}" if "/" in group else f"/api/{group}"
        stand.plane.api.create(f"{path}/namespaces/{namespace}/{document['kind'].lower()}s", document)


def _has(stand: Stand, namespace: str, condition: str) -> bool:
    found = stand.plane.api.get(f"/apis/batch/v1/namespaces/{namespace}/jobs/waits")
    return any(one["type"] == condition for one in found["status"].get("conditions") or [])


def _said(stand: Stand, namespace: str, word: str) -> bool:
    return any(word in path.read_text() for path in (stand.plane.processes.logs / "pods").glob(f"{namespace}.*"))


def _job(command: list[str], restart: str = "OnFailure") -> Any:
    env = [{"name": "NAMESPACE", "valueFrom": {"fieldRef": {"fieldPath": "metadata.namespace"}}}]
    container = {"name": "waits", "image": "example.com/waits", "command": command, "env": env}
    spec = {"restartPolicy": restart, "containers": [container]}
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "waits"},
            "spec": {"backoffLimit": 0, "template": {"spec": spec}}}  # fmt: skip


def _workload(image: str, port: int) -> Object:
    container = {"name": "main", "image": image, "ports": [{"containerPort": port}], "envFrom": _LATE}
    labels = {"app": "web"}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {"selector": {"matchLabels": labels}, "template": template}}  # fmt: skip


def _service(name: str, *ports: int, target: int = 8080, **more: str) -> Object:
    said = [{"name": f"port-{port}", "port": port, "targetPort": target} for port in ports]
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name},
            "spec": {"selector": {"app": "web"}, "ports": said, **more}}  # fmt: skip


def _map(name: str, data: dict[str, str]) -> Object:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def _may_look(namespace: str, rules: list[Object]) -> tuple[Object, Object]:
    group = "rbac.authorization.k8s.io"
    role = {"apiVersion": f"{group}/v1", "kind": "Role", "metadata": {"name": "looks"}, "rules": rules}
    binding = {"apiVersion": f"{group}/v1", "kind": "RoleBinding", "metadata": {"name": "looks"},
               "roleRef": {"apiGroup": group, "kind": "Role", "name": "looks"},
               "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": namespace}]}  # fmt: skip
    return role, binding
