"""What says that a workload may need a Job: what its init containers do, and what the two have in common."""

import pytest
from edge_objects import Document, says, stream, thing

from cmp.model import Ref
from cmp.objects.objects import Objects
from cmp.objects.readiness import may_depend

WEB = Ref(group="apps", kind="Deployment", namespace="app", name="web")
JOB = Ref(group="batch", kind="Job", namespace="app", name="web-migrate")
PROBED = {"readinessProbe": {"httpGet": {"path": "/", "port": 80}}}
URL = "postgres://app:pass@db.example.com:5432/app"


def pod(container: Document, **more: object) -> Document:
    return {"template": {"spec": {"containers": [container], **more}}}


def reason(waiter: Document, runner: Document, *others: Document) -> str:
    """Return why Deployment/web may need Job/web-migrate."""
    objects = [thing("Deployment/web", spec=waiter), thing("Job/web-migrate", spec=runner), *others]
    return may_depend(WEB, JOB, Objects(stream(objects)).index)


def from_config(kind: str) -> Document:
    ref = "configMapRef" if kind == "ConfigMap" else "secretRef"
    return {"envFrom": [{ref: {"name": "database"}}]}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(says(DB_HOST="db.example.com"), says(DATABASE_URL=URL), id="a host and a URL"),
        pytest.param(says(PG_DSN="host=db.example.com user=app"), says(DATABASE_URL=URL), id="a DSN and a URL"),
        pytest.param(
            says(DB_HOST="db.example.com"),
            {"command": ["sh", "-c", "until nc -z db.example.com 5432; do sleep 1; done"]},
            id="a host that a script waits for",
        ),
        pytest.param(
            says(DB_HOST="db.example.com"),
            {"command": ["sh", "-c", 'until pg_isready -h "$H"; do sleep 1; done'], **says(H="db.example.com")},
            id="a host that a script has from a variable",
        ),
    ],
)
def test_a_host_in_common_is_found_however_it_is_said(ours: Document, theirs: Document) -> None:
    assert "both call db.example.com" in reason(pod({**PROBED, **ours}), pod(theirs))


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_a_host_in_common_may_come_by_configuration(kind: str) -> None:
    data = {"data": {"DB_HOST": "db.example.com"}} if kind == "ConfigMap" else {"stringData": {"DATABASE_URL": URL}}
    found = reason(
        pod({**PROBED, **says(DB_HOST="db.example.com")}), pod(from_config(kind)), thing(f"{kind}/database", **data)
    )
    assert "both call db.example.com" in found


def test_what_each_pod_calls_in_itself_is_not_in_common() -> None:
    itself = says(CACHE_HOST="localhost", PROXY_URL="http://127.0.0.1:3128")
    assert reason(pod({**PROBED, **itself}), pod(itself)) == ""


def test_an_init_container_whose_script_is_understood_waits_for_what_that_says() -> None:
    waits = {
        "name": "wait",
        "command": ["sh", "/scripts/wait.sh"],
        "volumeMounts": [{"name": "s", "mountPath": "/scripts"}],
    }
    spec = pod({"image": "web:1"}, initContainers=[waits], volumes=[{"name": "s", "configMap": {"name": "scripts"}}])
    ready = thing("ConfigMap/scripts", data={"wait.sh": "until nc -z db 5432; do sleep 1; done"})
    schema = thing("ConfigMap/scripts", data={"wait.sh": "until web check-schema; do sleep 1; done"})
    assert reason(spec, pod({"image": "web:1"}), ready) == ""
    assert "its init container wait may need" in reason(spec, pod({"image": "web:1"}), schema)


def test_a_mounted_script_that_polls_holds_the_workload_whatever_it_is_called() -> None:
    first = {"name": "first", "command": ["sh", "/s/a.sh"], "volumeMounts": [{"name": "s", "mountPath": "/s"}]}
    spec = pod({"image": "web:1"}, initContainers=[first], volumes=[{"name": "s", "configMap": {"name": "scripts"}}])
    script = thing("ConfigMap/scripts", data={"a.sh": "until web check-schema; do sleep 1; done"})
    assert "its init container first may need" in reason(spec, pod({"image": "web:1"}), script)


def test_a_variable_in_which_a_waiting_container_names_the_job_is_a_sign_and_no_need() -> None:
    waits = {"name": "wait", "image": "waiter:1", **says(JOB_NAME="web-migrate")}
    found = reason(pod({"image": "web:1"}, initContainers=[waits]), pod({"image": "other:1"}))
    assert found.startswith("variable JOB_NAME of its init container wait names Job/web-migrate")
    assert reason(pod({"image": "web:1"}, initContainers=[{**waits, "command": ["true"]}]), pod({"image": "x:1"})) == ""
    other = {**waits, **says(JOB_NAME="web-migrate-2")}
    assert reason(pod({"image": "web:1"}, initContainers=[other]), pod({"image": "x:1"})) == ""


@pytest.mark.parametrize(
    ("called", "sign"),
    [("load", True), ("make-bucket", False), ("notify-setup", False), ("init-topics", False), ("init-db-test", True)],
)
def test_a_job_that_is_called_after_buckets_or_messages_sets_no_data_up(called: str, *, sign: bool) -> None:
    runner = pod({"name": called, "image": "web:1", "command": ["/config/initialize"]})
    objects = [thing("Deployment/web", spec=pod({**PROBED, "image": "web:1"})), thing("Job/web-post", spec=runner)]
    assert bool(may_depend(WEB, JOB._replace(name="web-post"), Objects(stream(objects)).index)) is sign


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"readinessProbe": None}, id="a probe that a template left empty"),
        pytest.param({"livenessProbe": PROBED["readinessProbe"]}, id="a liveness probe"),
    ],
)
def test_what_delays_no_container_makes_no_need(more: Document) -> None:
    assert reason(pod({"image": "shop:1", **more}), pod({"image": "shop:2"})) == ""
    assert reason(pod({"image": "shop:1", **PROBED}), pod({"image": "shop:2"})) != ""


def test_a_sidecar_that_polls_delays_no_workload() -> None:
    polls = {"name": "wait-for-changes", "command": ["poll"]}
    main = {"image": "shop:1"}
    assert reason(pod(main, initContainers=[polls]), pod({"image": "shop:2"})) != ""
    assert reason(pod(main, initContainers=[{**polls, "restartPolicy": "Always"}]), pod({"image": "shop:2"})) == ""
