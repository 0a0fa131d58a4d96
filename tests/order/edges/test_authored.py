"""An author's Sync hook: what comes before it, and what stays beside it."""

import pytest
from edge_objects import thing

from cmp.config.model import Config
from cmp.config.read import from_text
from cmp.dialect import to_json
from cmp.manifests.split import split
from cmp.objects.objects import Objects
from cmp.order.intent.preference import Preference
from cmp.order.waves import ordered
from cmp.sources.paths import PathResolver

MIGRATE = "registry.example.com/web:1.0.0"
WAITS_FOR_WORKLOAD = {"name": "main", "command": ["sh", "-c", "kubectl wait --for=condition=complete job/load"]}
PROBED = {"name": "main", "image": MIGRATE, "readinessProbe": {"httpGet": {"path": "/", "port": 80}}}
CALLS_LOAD = {"name": "main", "env": [{"name": "LOAD_HOST", "value": "load"}]}


def pods(*containers: dict[str, object], **more: object) -> dict[str, object]:
    return {"template": {"spec": {"containers": list(containers), **more}}}


def waves(*objects: dict[str, object], config: Config = Config()) -> dict[str, int]:  # noqa: B008  (frozen)
    """Return the waves that objects get, of those that get one."""
    given = Objects(split("".join(f"---\n{to_json(one)}\n" for one in objects), namespace="shop"), config)
    found = ordered(given, [Preference() for _ in given], config)
    return {
        str(one.ref): preference.wave
        for one, preference in zip(given, found.preferences, strict=True)
        if preference.wave
    }


def configured(text: str) -> Config:
    return from_text(f"apiVersion: swell/v1\n{text}", PathResolver(folder="/", root="/"), shown="swell.yaml")


def hook(**spec: object) -> dict[str, object]:
    return thing("Job/run", hook="Sync", spec=spec["spec"])


def test_a_service_that_it_calls_stays_beside_it() -> None:
    service = thing("Service/web", spec={"selector": {"app": "web"}})
    web = thing("Deployment/web", spec={"template": {"metadata": {"labels": {"app": "web"}}, "spec": {}}})
    calling = {"name": "main", "env": [{"name": "WEB_HOST", "value": "web"}]}
    assert waves(service, web, hook(spec=pods(calling))) == {}


def test_a_secret_that_a_controller_writes_comes_while_it_waits() -> None:
    cluster = thing("Cluster/db", spec={})
    reads = {"name": "main", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "db-app", "key": "k"}}}]}
    assert waves(cluster, hook(spec=pods(reads))) == {}


def test_a_kind_that_is_promoted_comes_before_it() -> None:
    cluster = thing("Cluster/db", spec={})
    reads = {"name": "main", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "db-app", "key": "k"}}}]}
    promoted = configured("order: {promote: [Cluster]}")
    assert waves(cluster, hook(spec=pods(reads)), config=promoted) == {"Cluster/db": -1}


def test_the_job_that_its_script_waits_for_comes_before_it() -> None:
    load = thing("Job/load", spec=pods({"name": "main"}))
    assert waves(load, hook(spec=pods(WAITS_FOR_WORKLOAD))) == {"Job/load": -1}


@pytest.mark.parametrize(("name", "expected"), [("run", {"Job/load": -1}), ("migrate", {})])
def test_no_wave_comes_before_it_that_a_workload_may_hold_up_until_it_has_run(name: str, expected: object) -> None:
    """The Job that it waits for calls a workload, which comes along, and may not be ready before its schema is."""
    service = thing("Service/load", spec={"selector": {"app": "load"}})
    web = thing("Deployment/web", spec={"template": {"metadata": {"labels": {"app": "load"}}, "spec": pods(PROBED)["template"]["spec"]}})  # type: ignore[index]  # fmt: skip  # noqa: E501
    load = thing("Job/load", spec=pods(CALLS_LOAD))
    run = thing(f"Job/{name}", hook="Sync", spec=pods(WAITS_FOR_WORKLOAD | {"image": MIGRATE}))
    assert waves(service, web, load, run).get("Job/load") == expected.get("Job/load")  # type: ignore[attr-defined]


def test_what_waits_for_it_stays_beside_it() -> None:
    waiting = thing("Deployment/web", spec=pods({"name": "main"}, initContainers=[{"name": "wait", "command": ["kubectl", "wait", "--for=condition=complete", "job/run"]}]))  # fmt: skip  # noqa: E501
    assert waves(waiting, hook(spec=pods({"name": "main"}))) == {}


def test_what_a_rule_puts_after_it_comes_after_it() -> None:
    web = thing("Deployment/web", spec=pods({"name": "main"}))
    rule = configured("rules: [{match: {kind: Job}, before: {kind: Deployment}}]")
    assert waves(web, hook(spec=pods({"name": "main"})), config=rule) == {"Job/run": -1}
