"""A Job that was suspended and is resumed: Argo CD calls it Healthy at once, while it runs."""

from datetime import datetime

import pytest
from planned import planned, rendered
from processes import wait
from stand import Stand
from whole import wholes

pytestmark = pytest.mark.can_differ
_WAVE = "argocd.argoproj.io/sync-wave"
_NAME = "resumed"
_JOB = f"/apis/batch/v1/namespaces/{_NAME}/jobs/migrate"


def test_what_comes_after_a_resumed_job_is_applied_before_it_has_run(stand: Stand) -> None:
    main = {"name": "main", "image": "example.com/main", "command": ["sleep", "8"]}
    documents = wholes([
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "migrate"},
         "spec": {"suspend": True, "template": {"spec": {"containers": [main]}}}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "after", "annotations": {_WAVE: "1"}}},
    ])  # fmt: skip
    one = planned(_NAME, rendered(documents, namespace=_NAME))
    assert one.waited_for == {"batch/Job/migrate"}
    stand.sync({one.name: one.text})
    assert stand.settle([_NAME])[_NAME]["phase"] == "Running"  # it hangs, as the plan says

    stand.plane.api.merge(_JOB, {"spec": {"suspend": False}})

    assert stand.settle([_NAME])[_NAME]["phase"] == "Succeeded"
    assert wait(lambda: "completionTime" in stand.plane.api.get(_JOB)["status"])
    completed = datetime.fromisoformat(stand.plane.api.get(_JOB)["status"]["completionTime"])
    (after,) = [made for made in stand.made() if (made.namespace, made.name) == (_NAME, "after")]
    assert datetime.fromisoformat(after.asked) < completed
