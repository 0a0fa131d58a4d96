"""What is written in docs/argocd.md and no random application happens to show."""

from argocd import application
from planned import planned, rendered
from stand import Stand
from whole import wholes

_HOOK = {"argocd.argoproj.io/hook": "Sync"}
_MAIN = {"name": "main", "image": "example.com/main"}


def test_a_namespace_that_argo_cd_makes_does_not_let_a_single_step_await_its_resources(stand: Stand) -> None:
    name = "single-step"
    never = {**_MAIN, "envFrom": [{"configMapRef": {"name": "nobody-makes-it"}}]}
    documents = wholes([
        {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "once", "annotations": _HOOK},
         "spec": {"template": {"spec": {"containers": [_MAIN]}}}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
         "spec": {"template": {"spec": {"containers": [never]}}}},
    ])  # fmt: skip
    one = planned(name, rendered(documents, namespace=name))
    stand.repository.write(f"{name}/all.yaml", one.text)
    stand.repository.commit()
    source = {"repoURL": stand.repository.url, "path": name, "directory": {"recurse": True}}
    stand.controller.sync(application(name, source))
    state = stand.settle([name], 60)[name]

    assert [gate.ref.name for step in one.plan.steps for gate in step.gates] == ["once"]
    assert (state["phase"], stand.differences([(one, state)])) == ("Succeeded", {})
    assert stand.nodes.shown(name).count("nobody-makes-it") == 1
