"""The examples under the real Argo CD: synced as simulated; eoAPI's plain chart hangs by itself, and not with Swell."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import examples_sync
import pytest
from argocd import State, application
from planned import Planned, planned, rendered
from repository import Repository
from stand import Stand

from examples import JOBS, SERVICES

_NATIVE, _SWELL = "eoapi-native", "eoapi"
Synced = dict[str, tuple[Planned, State]]


@pytest.fixture(scope="module")
def repositories(folder: Path) -> dict[str, Repository]:
    return examples_sync.repositories(folder / "examples")


@pytest.fixture(scope="module")
def synced(stand: Stand, repositories: dict[str, Repository]) -> Iterator[Synced]:
    """Sync them all, and eoAPI's plain chart by Argo CD's own Helm, too."""
    plain = {"repoURL": repositories["swell.git"].url, "path": "examples/eoapi-plain"}
    wanted = {
        **examples_sync.applications(repositories),
        _NATIVE: application(_NATIVE, {**plain, "helm": {"releaseName": "eoapi"}}),
        _SWELL: application(_SWELL, {**plain, "plugin": {"name": "swell"}}),
    }
    found = {}
    for name, one in wanted.items():
        found[name] = planned(name, rendered(stand.printed(one), namespace=name))
        stand.controller.sync(one)
    states = stand.settle(found)
    yield {name: (found[name], states[name]) for name in found}
    stand.forget(found)


def test_all_examples_are_synced_as_simulated(synced: Synced, stand: Stand) -> None:
    assert len(synced) > 10
    assert stand.differences(synced.values()) == {}


def test_all_examples_are_synced_to_their_end_with_swell(synced: Synced, stand: Stand) -> None:
    stuck = {
        name: (state.get("phase"), state.get("message"), stand.nodes.shown(name))
        for name, (_, state) in synced.items()
        if state["phase"] != "Succeeded" and name != _NATIVE
    }
    assert stuck == {}


def test_eoapi_s_plain_chart_hangs_by_itself(synced: Synced, stand: Stand) -> None:
    one, state = synced[_NATIVE]
    held = json.loads(stand.nodes.shown(_NATIVE))

    assert state["phase"] == "Running"
    assert state["message"] == "waiting for healthy state of apps/Deployment/eoapi-raster and 2 more resources"
    assert any(waited in state["message"] for waited in one.waited_for)
    assert not [made for made in stand.made() if made.namespace == _NATIVE and made.plural == "jobs"]
    assert {pod.rpartition("-")[0].rpartition("-")[0] for pod in held} == {
        name.partition("/")[2] for name in SERVICES if name.startswith("Deployment/")
    }


def test_with_swell_its_jobs_finish_in_order_and_then_its_services_start(synced: Synced, stand: Stand) -> None:
    assert synced[_SWELL][1]["phase"] == "Succeeded"
    jobs = stand.plane.api.get(f"/apis/batch/v1/namespaces/{_SWELL}/jobs")["items"]
    times = {
        f"Job/{job['metadata']['name']}": (job["metadata"]["creationTimestamp"], job["status"]["completionTime"])
        for job in jobs
    }
    made = [one.name for one in stand.made() if one.namespace == _SWELL and one.plural in ("jobs", "deployments")]

    assert [f"Job/{name}" for name in made[:4]] == JOBS
    for first, then in pairwise(JOBS):
        assert times[first][1] <= times[then][0]
    assert sorted(made[4:]) == sorted(name.partition("/")[2] for name in SERVICES if name.startswith("Deployment/"))
