"""Hook Jobs that Kubernetes deletes after their run: a finalizer of Argo CD's holds them until it has looked."""

from collections.abc import Iterator
from typing import Any

import pytest
from planned import Planned, planned, rendered
from stand import Stand
from whole import wholes

pytestmark = pytest.mark.can_differ
TTLS = (0, 1, 60)
_WAVE, _HOOK = "argocd.argoproj.io/sync-wave", "argocd.argoproj.io/hook"


@pytest.fixture(scope="module")
def phases(stand: Stand, pytestconfig: pytest.Config) -> Iterator[dict[int, list[str]]]:
    """Sync so many applications for each TTL at the same time."""
    many = int(pytestconfig.getoption("syncs"))
    found = {ttl: [_planned(f"ttl-{ttl}-{number}", ttl) for number in range(many)] for ttl in TTLS}
    every = [one for ones in found.values() for one in ones]
    stand.sync({one.name: one.text for one in every})
    states = stand.settle(one.name for one in every)
    yield {ttl: [states[one.name]["phase"] for one in ones] for ttl, ones in found.items()}
    stand.forget(one.name for one in every)


def _planned(name: str, ttl: int) -> Planned:
    main: dict[str, Any] = {"name": "main", "image": "example.com/main"}
    documents = wholes([
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate", "annotations": {_HOOK: "Sync"}},
         "spec": {"ttlSecondsAfterFinished": ttl, "template": {"spec": {"containers": [main]}}}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "after", "annotations": {_WAVE: "1"}}},
    ])  # fmt: skip
    return planned(name, rendered(documents, namespace=name))


@pytest.mark.parametrize("ttl", TTLS)
def test_a_hook_that_is_deleted_after_its_run_is_awaited_all_the_same(ttl: int, phases: dict[int, list[str]]) -> None:
    assert set(phases[ttl]) == {"Succeeded"}
