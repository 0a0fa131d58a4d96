"""Argo CD knows of PostDelete hooks by its last comparison alone: one that failed makes it forget them."""

import json

import pytest
from argocd import APPLICATIONS, application
from deletions import deleted
from processes import wait
from rendering import plugin
from stand import Stand

pytestmark = pytest.mark.can_differ
_CHART = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
---
apiVersion: batch/v1
kind: Job
metadata: {name: farewell, annotations: {argocd.argoproj.io/hook: PostDelete}}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: "example.com/main"}]
"""


def test_a_hook_of_the_deletion_is_skipped_where_the_plugin_does_not_render(stand: Stand) -> None:
    name = "deleted"
    stand.controller.impatient()
    _commit(stand, name, _CHART)
    wanted = application(name, {"repoURL": stand.repository.url, "path": name, "plugin": plugin()})
    wanted["metadata"]["finalizers"] = ["resources-finalizer.argocd.argoproj.io"]
    stand.controller.sync(wanted)
    assert stand.settle([name])[name]["phase"] == "Succeeded"
    assert wait(lambda: _finalizers(stand, name))

    _commit(stand, name, '{{ fail "no way" }}')
    assert wait(lambda: "no way" in json.dumps(stand.controller.status(name).get("conditions")))
    assert wait(lambda: not _finalizers(stand, name))
    deleted(stand, name)
    assert [one.name for one in stand.made() if one.namespace == name] == ["settings"]


def _finalizers(stand: Stand, name: str) -> list[str]:
    """Return the finalizers by which Argo CD remembers that it has to run a hook after the deletion."""
    found: list[str] = stand.plane.api.get(f"{APPLICATIONS}/{name}")["metadata"]["finalizers"]
    return [one for one in found if one.startswith("post-delete-finalizer")]


def _commit(stand: Stand, name: str, text: str) -> None:
    stand.repository.write(f"{name}/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
    stand.repository.write(f"{name}/templates/all.yaml", text)
    stand.repository.commit()
