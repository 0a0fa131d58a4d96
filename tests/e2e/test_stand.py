"""The stand itself: from nothing to an Application that is synced, in order, by what Swell printed."""

import json
from typing import Any

from argocd import RepoServer, application
from repository import Repository
from stand import Stand

CHART = {
    "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "templates/all.yaml": """
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: looks-at-jobs}
rules: [{apiGroups: [batch], resources: [jobs], verbs: [get, list, watch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: looks-at-jobs}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: looks-at-jobs}
subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {helm.sh/hook: post-install}}
spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: example.com/migrate}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      initContainers:
        - {name: wait, image: example.com/wait, command: [kubectl, wait, --for=condition=complete, job/migrate]}
      containers: [{name: main, image: example.com/web}]
""",
}


def shop(repository: Repository) -> dict[str, Any]:
    """Commit the chart; return it as the source of an Application."""
    for path, text in CHART.items():
        repository.write(f"shop/{path}", text)
    repository.commit()
    return {"repoURL": repository.url, "path": "shop", "plugin": {"name": "swell"}}


def test_repo_server_renders_through_the_plugin(repo_server: RepoServer, repository: Repository) -> None:
    source = shop(repository)
    answer = repo_server.ask(
        "generate",
        {
            "repo": {"repo": repository.url},
            "revision": "HEAD",
            "noRevisionCache": True,  # what HEAD was a moment ago has no shop
            "appName": "shop",
            "namespace": "shop",
            "applicationSource": source,
            "projectName": "default",
            "projectSourceRepos": ["*"],
        },
    )

    assert answer["sourceType"] == "Plugin"
    assert [json.loads(one)["kind"] for one in answer["manifests"]] == ["Role", "RoleBinding", "Deployment", "Job"]


def test_an_application_is_synced_as_swell_orders_it(stand: Stand) -> None:
    stand.controller.sync(application("shop", shop(stand.repository)))
    state = stand.settle(["shop"])["shop"]

    assert state.get("phase") == "Succeeded", state.get("message")
    made = [one.plural for one in stand.made() if one.namespace == "shop"]
    assert [plural for plural in made if plural in ("jobs", "deployments")] == ["jobs", "deployments"]
