"""What comes by configuration, by script and by right, where one might miss it or see too much."""

import base64
from typing import Any

import pytest
from edge_objects import DB, DB_SERVICE, behind, found, runs, thing, waits

from cmp.model import Reason

Document = dict[str, Any]
NEED = "StatefulSet/db Job/a ready must"


def hook(container: Document, *volumes: Document) -> Document:
    return runs("Job/a", {"volumes": list(volumes)}, container={"name": "c", **container}, hook="Sync")


def source(kind: str, key: str, value: str, **more: Any) -> Document:
    encoded = base64.b64encode(value.encode()).decode() if kind == "Secret" else value
    return thing(f"{kind}/cfg", data={key: encoded}, **more)


@pytest.mark.parametrize(
    ("configuration", "container"),
    [
        (source("ConfigMap", "DB_HOST", "db"), {"envFrom": [{"configMapRef": {"name": "cfg"}}]}),
        (source("Secret", "U", "redis://:pw@db:6379/0"), {"envFrom": [{"secretRef": {"name": "cfg"}, "prefix": "X_"}]}),
        (
            source("ConfigMap", "h", "db"),
            {"env": [{"name": "HOST", "valueFrom": {"configMapKeyRef": {"name": "cfg", "key": "h"}}}]},
        ),
        (
            source("Secret", "h", "db"),
            {
                "env": [
                    {"name": "H", "valueFrom": {"secretKeyRef": {"name": "cfg", "key": "h"}}},
                    {"name": "URL", "value": "http://$(H)/x"},
                ]
            },
        ),
        (
            thing("Secret/cfg", stringData={"DSN": "user:pw@tcp(db:3306)/x"}),
            {"envFrom": [{"secretRef": {"name": "cfg"}}]},
        ),
    ],
)
def test_a_host_counts_that_the_configuration_of_the_stream_gives(configuration: Document, container: Document) -> None:
    assert NEED in behind([DB, DB_SERVICE, configuration, hook(container)])


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("db:\n  host: db\n", {"configMap": {"name": "cfg"}}),
        (
            "spring.datasource.url=jdbc:postgresql://db:5432/x",
            {"projected": {"sources": [{"configMap": {"name": "cfg"}}]}},
        ),
        ('{"server": "db"}', {"configMap": {"name": "cfg", "items": [{"key": "file", "path": "x.json"}]}}),
    ],
)
def test_a_host_may_stand_in_a_mounted_file(text: str, volume: Document) -> None:
    job = hook({"volumeMounts": [{"name": "v", "mountPath": "/c"}]}, {"name": "v", **volume})
    assert NEED in behind([DB, DB_SERVICE, source("ConfigMap", "file", text), job])


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("the db is large", {"configMap": {"name": "cfg"}}),
        ("host: db", {"configMap": {"name": "cfg", "items": [{"key": "other", "path": "x"}]}}),
        ("host: db", {"configMap": {"name": "elsewhere"}}),
    ],
)
def test_a_file_says_no_host_by_a_word_or_where_it_is_not_mounted(text: str, volume: Document) -> None:
    job = hook({"volumeMounts": [{"name": "v", "mountPath": "/c"}]}, {"name": "v", **volume})
    assert behind([DB, DB_SERVICE, source("ConfigMap", "file", text), job]) == []


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("kubectl rollout status statefulset/db", ["StatefulSet/db Deployment/web ready should blocks"]),
        ("kubectl wait --for=condition=ready pod/db-0", ["StatefulSet/db Deployment/web ready should blocks"]),
        ("kubectl wait --for=condition=ready pod -l app=db", ["StatefulSet/db Deployment/web ready should blocks"]),
        ("until kubectl get svc db; do sleep 1; done", ["Service/db Deployment/web exists should blocks"]),
        ("kubectl wait --for=delete statefulset/db", []),
        ("kubectl rollout status statefulset/db -n other", []),
    ],
)
def test_a_script_may_wait_for_workloads_and_services(script: str, expected: list[str]) -> None:
    assert found([DB, DB_SERVICE, runs("Deployment/web", waits(script))], Reason.WATCHED) == expected


def test_ready_endpoints_are_those_of_the_workloads_behind_a_service() -> None:
    script = "until kubectl get ep db -o jsonpath='{.subsets[*].addresses[*].ip}' | grep .; do sleep 1; done"
    assert found([DB, DB_SERVICE, runs("Deployment/web", waits(script))], Reason.WATCHED) == [
        "Service/db Deployment/web exists should blocks",
        "StatefulSet/db Deployment/web ready should blocks",
    ]


def test_of_several_jobs_that_make_a_secret_only_the_first_holds_its_readers_up() -> None:
    reader = runs("Deployment/web", container={"envFrom": [{"secretRef": {"name": "made"}}]})
    jobs = [
        runs(f"Job/{name}", container={"command": ["kubectl", "create", "secret", "generic", "made"]}, hook=phase)
        for name, phase in (("early", "Sync"), ("late", "PostSync"))
    ]
    assert found([reader, *jobs], Reason.PRODUCER) == [
        "Job/early Deployment/web ready must blocks",
        "Job/late Deployment/web ready must",
    ]


def test_a_secret_that_a_controller_writes_is_no_jobs() -> None:
    reader = runs("Deployment/web", container={"envFrom": [{"secretRef": {"name": "made"}}]})
    job = runs("Job/a", container={"command": ["kubectl", "create", "secret", "generic", "made"]})
    issued = thing("Certificate/made", spec={"secretName": "made"})
    assert all("Job/a" not in edge for edge in found([reader, job, issued], Reason.PRODUCER))
