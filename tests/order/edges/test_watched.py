"""Which Job a container waits for, by its words."""

import pytest
from edge_objects import WAITER, Document, found, runs, says, waits

from cmp.model import Reason

MIGRATE = runs("Job/web-migrate", labels={"app": "web-migrate", "gitsha": "1"}, pod={"role": "migration"})
WATCHED = "Job/web-migrate Deployment/web ready must blocks"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        *(
            pytest.param([runs("Deployment/web", waits(*args))], [WATCHED], id=" ".join(args))
            for args in (
                ("kubectl wait --for=condition=complete job/web-migrate",),
                ("kubectl wait --for=condition=complete job -l app=web-migrate",),
                ("kubectl wait --for=condition=complete job -lapp=web-migrate",),
                ("kubectl wait --for=condition=complete job --selector=role=migration",),
                ("kubectl wait --for=condition=complete job -l 'app in (web-migrate, b)'",),
            )
        ),
        pytest.param(
            [
                runs(
                    "Deployment/web",
                    {"initContainers": [{"image": "groundnuty/k8s-wait-for:v2", "args": ["job", "web-migrate"]}]},
                )
            ],
            [WATCHED],
            id="k8s-wait-for",
        ),
        pytest.param(
            [runs("Deployment/web", {"initContainers": [{"name": "wait", **says(JOB_NAME="web-migrate")}]})],
            [],
            id="a variable names the Job, and nothing says what the container does with it",
        ),
        pytest.param(
            [runs("Job/seed", container={**WAITER, "args": ["kubectl wait job/web-migrate"]})],
            ["Job/web-migrate Job/seed ready must blocks"],
            id="a Job's container waits for another",
        ),
        pytest.param(
            [runs("Deployment/web", waits("kubectl wait job/web-migrate"), own={"replicas": 0})],
            [WATCHED.removesuffix(" blocks")],
            id="who runs no pods is healthy without",
        ),
        pytest.param([runs("Deployment/web", waits("kubectl wait job/web-migrate-2"))], [], id="a longer name"),
        pytest.param([runs("Deployment/web", waits("manage.py web-migrate"))], [], id="a word that is no Job"),
        pytest.param([runs("Deployment/web", waits("kubectl delete job web-migrate --wait"))], [], id="who deletes it"),
        pytest.param(
            [runs("Deployment/web", waits("kubectl wait job -l gitsha=1"), pod={"gitsha": "1"})],
            [WATCHED],
            id="a label that the watcher has too",
        ),
        pytest.param([runs("Deployment/web", waits("kubectl wait job -l app=web"))], [], id="another label"),
        pytest.param(
            [runs("Deployment/web", waits("kubectl wait job/web-migrate"), namespace="b")], [], id="elsewhere"
        ),
        pytest.param(
            [runs("Deployment/web", container={**WAITER, "args": ["kubectl wait job/web-migrate"]})],
            [],
            id="a main container",
        ),
        pytest.param([runs("Job/web-migrate", waits("kubectl wait job/web-migrate"))], [], id="itself"),
    ],
)
def test_watched(objects: list[Document], expected: list[str]) -> None:
    assert found([MIGRATE, *objects], Reason.WATCHED) == expected


ASKS = {"command": ["sh", "-c", "kubectl get job web-migrate -o jsonpath={.status.succeeded} | grep -q 1"]}
LOOP = {"name": "loop", "command": ["sh", "-c", "until kubectl wait job/web-migrate; do sleep 1; done; serve"]}
TCP = {"readinessProbe": {"tcpSocket": {"port": 80}}}
ASKED = "Job/web-migrate {} ready must blocks"


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        (runs("Deployment/web", container={"readinessProbe": {"exec": ASKS}}), [WATCHED]),
        (runs("StatefulSet/web", container={"startupProbe": {"exec": ASKS}}), [ASKED.format("StatefulSet/web")]),
        (runs("Deployment/web", container={"livenessProbe": {"exec": ASKS}}), []),
        (runs("Job/web", container={"readinessProbe": {"exec": ASKS}}), []),
        (runs("Deployment/web", {"initContainers": [{"readinessProbe": {"exec": ASKS}}]}), []),
        (runs("Deployment/web", {"initContainers": [{"restartPolicy": "Always", **LOOP}]}), []),
        (runs("Job/web", {"initContainers": [{"restartPolicy": "Always", **LOOP}]}), []),
        (
            runs("Job/web", {"initContainers": [{"restartPolicy": "Always", "startupProbe": {"exec": ASKS}}]}),
            [ASKED.format("Job/web")],
        ),
        (
            runs("Deployment/web", {"initContainers": [{"restartPolicy": "Always", "readinessProbe": {"exec": ASKS}}]}),
            [WATCHED],
        ),
        (runs("Deployment/web", container={**LOOP, **TCP}), [WATCHED]),
        (runs("Deployment/web", container=LOOP), []),
    ],
)
def test_a_sidecar_holds_nothing_up_but_a_probe_may(reader: Document, expected: list[str]) -> None:
    assert found([MIGRATE, reader], Reason.WATCHED) == expected


@pytest.mark.parametrize("before", ["serve & ", "nginx; ", 'sh -c "$SERVE"; ', ". /serve.sh; "])
def test_a_container_may_serve_before_it_waits(before: str) -> None:
    script = {"command": ["sh", "-c", before + LOOP["command"][2]]}
    assert found([MIGRATE, runs("Deployment/web", container={**script, **TCP})], Reason.WATCHED) == []
