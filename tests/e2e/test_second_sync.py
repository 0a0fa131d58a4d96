"""What a first sync alone does not show: hooks that are made anew by the second, are gone after it, or miss it."""

from typing import Any

import cases_sync
import pytest
import record
from argocd import State, application
from planned import planned, rendered
from processes import wait
from stand import Stand
from whole import wholes

from cmp.argocd.annotations import HOOK, SYNC_WAVE
from cmp.argocd.annotations import SYNC_OPTIONS as _OPTIONS
from cmp.argocd.live import Live, left
from cmp.manifests.split import join

pytestmark = pytest.mark.can_differ
Object = dict[str, Any]
_LOOKS = 5
"""How often Argo CD looks in vain at a sync that does not end."""
_LATE = 15
"""The wave of a workload behind other waves."""


def written(stand: Stand, name: str, documents: list[Object]) -> None:
    """Commit the objects of an application."""
    stand.repository.write(f"{name}/all.yaml", join(rendered(documents, namespace=name)))
    stand.repository.commit()


def synced(stand: Stand, name: str, documents: list[Object]) -> State:
    """Return the state of an application's first sync, once it is over or hangs."""
    written(stand, name, documents)
    source = {"repoURL": stand.repository.url, "path": name, "directory": {"recurse": True}}
    stand.controller.sync(application(name, source))
    return stand.settle([name])[name]


def synced_again(stand: Stand, name: str) -> State:
    """Return the state of its next sync."""
    stand.controller.again(name)
    return stand.settle([name])[name]


def pods(stand: Stand, name: str) -> list[Object]:
    """Return an application's pods."""
    found: list[Object] = stand.plane.api.get(f"/api/v1/namespaces/{name}/pods")["items"]
    return found


def test_a_hook_that_holds_data_is_made_anew_at_each_sync(stand: Stand) -> None:
    name = "long-lived"
    first = synced(stand, name, cases_sync.documents("long-lived-hook/found", name))
    again = synced_again(stand, name)

    assert (first["phase"], again["phase"]) == ("Succeeded", "Succeeded")
    claims = [one.name for one in stand.made() if (one.namespace, one.plural) == (name, "persistentvolumeclaims")]
    assert claims == ["data", "data"]


def test_a_claim_that_is_a_hook_and_mounted_holds_up_the_second_sync(stand: Stand) -> None:
    """It never rests: at each look Argo CD deletes the claim once more."""
    name = "mounted"
    first = synced(stand, name, cases_sync.documents("long-lived-hook/found-claim-that-pods-mount", name))
    (pod,) = (one["metadata"]["name"] for one in pods(stand, name))
    target = {"apiVersion": "v1", "kind": "Node", "name": "one"}  # a claim counts as mounted by what has a node
    binding = {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": pod}, "target": target}
    stand.plane.api.create(f"/api/v1/namespaces/{name}/pods/{pod}/binding", binding)
    since = stand.controller.log.stat().st_size
    stand.controller.again(name)
    assert wait(lambda: record.looks(stand.controller.log, since)[name] >= _LOOKS)
    again = stand.controller.states()[name]
    claim = stand.plane.api.get(f"/api/v1/namespaces/{name}/persistentvolumeclaims/data")
    stand.forget([name])

    assert (first["phase"], again["phase"]) == ("Succeeded", "Running")
    assert "deletionTimestamp" in claim["metadata"]


def test_a_hook_that_is_gone_after_the_sync_is_missing_to_each_new_pod(stand: Stand) -> None:
    name = "gone-after-the-sync"
    secret, daemons = cases_sync.documents("hook-read-by-pods/found-gone-after-the-sync", name)
    state = synced(stand, name, [secret, {**daemons, "kind": "Deployment"}])  # there is no node that a daemon runs on
    (pod,) = (one["metadata"]["name"] for one in pods(stand, name))
    stand.plane.api.delete(f"/api/v1/namespaces/{name}/pods/{pod}")

    assert state["phase"] == "Succeeded"
    assert wait(lambda: stand.nodes.shown(name).count("secrets/keys") == 1)


@pytest.mark.parametrize(("before", "wave", "runs"), [("", "0", 1), ("deleted", "0", 2), ("", "-1", 2)])
def test_a_plain_job_that_becomes_a_hook_misses_a_sync_unless_it_is_deleted_or_comes_earlier(
    before: str, wave: str, runs: int, stand: Stand
) -> None:
    name = f"becomes-a-hook{wave}{before}"
    settings = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}}
    (job,) = cases_sync.documents("plain-job-immutable/found", name)
    hook = {**job, "metadata": {**job["metadata"], "annotations": {HOOK: "Sync", SYNC_WAVE: wave}}}

    def made() -> int:
        return [(one.namespace, one.name) for one in stand.made()].count((name, "migrate"))

    assert synced(stand, name, [job, settings])["phase"] == "Succeeded"
    written(stand, name, [hook, settings])
    if before:
        stand.plane.api.delete(f"/apis/batch/v1/namespaces/{name}/jobs/migrate?propagationPolicy=Background")
        stand.rest()
    assert (synced_again(stand, name)["phase"], made()) == ("Succeeded", runs)
    assert (synced_again(stand, name)["phase"], made()) == ("Succeeded", runs + 1)


def test_a_prune_that_is_to_be_confirmed_holds_up_even_a_sync_that_does_not_prune(stand: Stand) -> None:
    name = "confirmed"
    old = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "old", "annotations": {_OPTIONS: "Prune=confirm"}},
    }
    new = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "new"}}
    assert synced(stand, name, [old, new])["phase"] == "Succeeded"
    written(stand, name, [new])
    state = synced_again(stand, name)
    stand.forget([name])

    live = Live(objects=left(rendered([old, new], namespace=name)), again=True)
    (stall,) = planned(name, rendered([new], namespace=name), live=live).stalls
    assert (str(stall.ref), state["phase"]) == ("ConfigMap/old", "Running")
    assert state["message"] == "waiting for pruning confirmation of /ConfigMap/old"


def test_a_claim_that_is_pruned_before_the_pods_that_mount_it_are_gone_holds_up_the_sync(stand: Stand) -> None:
    name = "mounted-and-pruned"
    claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}}
    volume = {"name": "data", "persistentVolumeClaim": {"claimName": "data"}}
    before, after = (_workload(volumes) for volumes in ([volume], []))
    between = [_settings(wave) for wave in range(1, _LATE)]  # so many looks: the first may come before the news of it
    documents = wholes([claim, *between, before])
    assert synced(stand, name, documents)["phase"] == "Succeeded"
    (pod,) = (one["metadata"]["name"] for one in pods(stand, name))
    target = {"apiVersion": "v1", "kind": "Node", "name": "one"}
    binding = {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": pod}, "target": target}
    stand.plane.api.create(f"/api/v1/namespaces/{name}/pods/{pod}/binding", binding)
    where = f"/api/v1/namespaces/{name}/persistentvolumeclaims/data"
    assert wait(lambda: bool(stand.plane.api.get(where)["metadata"].get("finalizers")))  # a controller protects it
    written(stand, name, wholes([*between, after]))
    stand.controller.again(name, prune=True)
    state = stand.settle([name])[name]
    stand.forget([name])

    live = Live(objects=left(rendered(documents, namespace=name)), prunes=True, again=True)
    (stall,) = planned(name, rendered(wholes([*between, after]), namespace=name), live=live).stalls
    assert (str(stall.ref), stall.cause) == (
        "PersistentVolumeClaim/data",
        "it stays as long as Deployment/web mounts it",
    )
    assert (state["phase"], state["message"]) == ("Running", "waiting for deletion of /PersistentVolumeClaim/data")


def _settings(wave: int) -> Object:
    metadata = {"name": f"settings-{wave}", "annotations": {SYNC_WAVE: str(wave)}}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}


def _workload(volumes: list[Object]) -> Object:
    """Return a Deployment of a late wave, which mounts volumes."""
    spec = {"containers": [{"name": "main", "image": "example.com/main"}], "volumes": volumes}
    metadata = {"name": "web", "annotations": {SYNC_WAVE: str(_LATE)}}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": {"template": {"spec": spec}}}
