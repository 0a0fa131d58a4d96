"""A sync window that closes amid a sync: Argo CD holds that sync before its next step, until the window opens again."""

import pytest
from argocd import APPLICATIONS
from planned import planned, rendered
from processes import wait
from stand import Stand
from whole import wholes

pytestmark = pytest.mark.can_differ
_WAVE = "argocd.argoproj.io/sync-wave"
_NAME = "windowed"
_JOB = f"/apis/batch/v1/namespaces/{_NAME}/jobs/migrate"
_PROJECT = APPLICATIONS.replace("/applications", "/appprojects") + "/default"
_SHUT = {"kind": "deny", "schedule": "* * * * *", "duration": "1h", "applications": [_NAME]}


def test_a_window_that_closes_amid_a_sync_holds_it(stand: Stand) -> None:
    main = {"name": "main", "image": "example.com/main", "command": ["sleep", "8"]}
    documents = wholes([
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate"},
         "spec": {"template": {"spec": {"containers": [main]}}}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "after", "annotations": {_WAVE: "1"}}},
    ])  # fmt: skip
    one = planned(_NAME, rendered(documents, namespace=_NAME))
    stand.sync({one.name: one.text})
    assert wait(lambda: _made(stand, "migrate"))
    try:
        stand.plane.api.merge(_PROJECT, {"spec": {"syncWindows": [_SHUT]}})

        state = stand.settle([_NAME])[_NAME]
        assert (state["phase"], state["message"]) == ("Running", "Sync operation blocked by sync window")
        assert "completionTime" in stand.plane.api.get(_JOB)["status"]
        assert not _made(stand, "after")
    finally:
        stand.plane.api.merge(_PROJECT, {"spec": {"syncWindows": None}})

    assert stand.settle([_NAME])[_NAME]["phase"] == "Succeeded"


def _made(stand: Stand, name: str) -> bool:
    return any((made.namespace, made.name) == (_NAME, name) for made in stand.made())
