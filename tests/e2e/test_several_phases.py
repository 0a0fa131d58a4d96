"""A hook of installs, upgrades and the deletion: before the deletion it does not run where the last sync left it.

Argo CD looks for the hooks of a deletion among the objects that are there (executeHooks in controller/hook.go), and a
Job that ran in the last sync is one of them, and Healthy. Before hooks after the deletion it deletes all that there is.
"""

import pytest
from argocd import application
from deletions import deleted
from stand import Stand

pytestmark = pytest.mark.can_differ
_HOOK = """\
apiVersion: batch/v1
kind: Job
metadata:
  name: told
  annotations: {{helm.sh/hook: "post-install,post-upgrade,{event}"{policy}}}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{{name: main, image: "example.com/main"}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {{name: settings}}
"""
RUNS = {
    ("post-delete", ""): (1, 2, 3),
    ("post-delete", "hook-succeeded"): (1, 2, 3),
    ("pre-delete", ""): (1, 2, 2),
    ("pre-delete", "hook-succeeded"): (1, 2, 3),
}
"""How often the hook has run after two syncs and the deletion, by its third phase and delete policy."""


@pytest.mark.parametrize(("event", "policy"), RUNS)
def test_a_hook_of_several_phases_runs_in_each_but_before_a_deletion_if_it_is_still_there(
    event: str, policy: str, stand: Stand
) -> None:
    name = f"{event}-{policy or 'usual'}"
    said = policy and f', helm.sh/hook-delete-policy: "{policy}"'
    stand.repository.write(f"{name}/all.yaml", _HOOK.format(event=event, policy=said))
    stand.repository.commit()
    source = {"repoURL": stand.repository.url, "path": name, "directory": {"recurse": True}}
    wanted = application(name, source)
    wanted["metadata"]["finalizers"] = ["resources-finalizer.argocd.argoproj.io"]
    ran = []
    for sync in (lambda: stand.controller.sync(wanted), lambda: stand.controller.again(name)):
        sync()
        assert stand.settle([name])[name]["phase"] == "Succeeded"
        ran.append(_ran(stand, name))
    deleted(stand, name)
    assert (*ran, _ran(stand, name)) == RUNS[event, policy]


def _ran(stand: Stand, name: str) -> int:
    return [one.name for one in stand.made() if one.namespace == name].count("told")
