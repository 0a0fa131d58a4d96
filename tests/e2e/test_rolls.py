"""A changed configuration rolls the pods of which the plan says that they read it, and no others."""

import json
import subprocess

from api import Object
from argocd import application
from processes import LIMIT
from programs import SWELL, TOP
from stand import Stand

_NAME = "rolls"
_CHART = {
    "Chart.yaml": "apiVersion: v2\nname: rolls\nversion: 1.0.0\n",
    "swell.yaml": "apiVersion: swell/v1\nrollout: {configs: true}\n",
    "values.yaml": 'blue: "1"\ngreen: "1"\n',
    "templates/all.yaml": """
{{- range list "blue" "green" }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: {{ . }}}
data: {colour: {{ get $.Values . | quote }}}
{{- end }}
{{- range $name, $reads := dict "one" (list "blue") "other" (list "green") "both" (list "blue" "green") "none" list }}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ $name }}}
spec:
  selector: {matchLabels: {app: {{ $name }}}}
  template:
    metadata: {labels: {app: {{ $name }}}}
    spec:
      containers:
        - name: main
          image: example.com/main
          envFrom: [{{ range $reads }}{configMapRef: {name: {{ . }}}},{{ end }}]
{{- end }}
""",
}


def pods(stand: Stand) -> dict[str, str]:
    """Return the pod of each workload that is not on its way out."""
    found: list[Object] = stand.plane.api.get(f"/api/v1/namespaces/{_NAME}/pods")["items"]
    there = [pod["metadata"] for pod in found if "deletionTimestamp" not in pod["metadata"]]
    return {one["labels"]["app"]: one["uid"] for one in there}


def named(stand: Stand, read: str) -> set[str]:
    """Return the workloads of which the plan says that they read something."""
    command = [SWELL, "plan", stand.repository.folder / _NAME, "--format", "json"]
    path = {"PATH": str(TOP / ".venv/helm/v4")}
    plan = json.loads(subprocess.run(command, env=path, capture_output=True, check=True, timeout=LIMIT).stdout)
    tasks = [task for step in plan["steps"] for batch in step["batches"] for task in batch]
    return {task["name"] for task in tasks if any(read in why for why in task["why"])}


def test_a_changed_configuration_rolls_the_pods_that_the_plan_names(stand: Stand) -> None:
    for path, text in _CHART.items():
        stand.repository.write(f"{_NAME}/{path}", text)
    stand.repository.commit()
    source = {"repoURL": stand.repository.url, "path": _NAME, "plugin": {"name": "swell"}}
    stand.controller.sync(application(_NAME, source))
    stand.settle([_NAME])
    stand.rest()
    before = pods(stand)

    stand.repository.write(f"{_NAME}/values.yaml", 'blue: "2"\ngreen: "1"\n')
    stand.repository.commit()
    stand.controller.again(_NAME)
    stand.settle([_NAME])
    stand.rest()
    after = pods(stand)

    assert before.keys() == after.keys() == {"one", "other", "both", "none"}
    rolled = {name for name in after if after[name] != before[name]}
    assert rolled == named(stand, "ConfigMap/blue") == {"one", "both"}
