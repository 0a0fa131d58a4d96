"""Random applications as their authors write them: hooks of their own, and scripts that wait for Jobs and Services."""

from typing import Any

from random_apps import Application

_HOOK, _WAVE = "argocd.argoproj.io/hook", "argocd.argoproj.io/sync-wave"
_FOR_A_JOB = (
    "until kubectl wait --for=condition=complete --timeout=60s job/{0}; do sleep 4; done",
    "until kubectl wait --for=condition=complete --timeout=60s job -l app={0}; do sleep 5; done",
    """done_yet() {{
  state=$(kubectl get job "$1" -o jsonpath='{{.status.conditions[?(@.type=="Complete")].status}}' || true)
  [ "$state" = True ]
}}
while ! done_yet {0}; do sleep 5; done""",
)
"""Ways to wait for a Job to complete."""
_FOR_A_SERVICE = (
    "until nc -z -w 2 {0} 80; do sleep 3; done",
    "while ! curl -sf http://{0}:80/; do sleep 3; done",
    'for host in {0}; do until wget -q -T 2 -t 1 -O /dev/null "http://$host/"; do sleep 3; done; done',
)
"""Ways to wait for a Service to answer."""
_FOR_A_WORKLOAD = "until kubectl rollout status {1}/{0} --timeout=60s; do sleep 5; done"


class Hooked(Application):
    """An application with authors' hooks; what waits, waits for objects whose names sort before its own."""

    def __init__(self, seed: int, *, plain: bool = False) -> None:
        """Choose which workloads have a Service and of what kind each is, since scripts name them."""
        super().__init__(seed, plain=plain)
        self.served = self._some(self.workloads, 0.6)
        self.kinds = {name: self.random.choice(("Deployment", "Deployment", "StatefulSet")) for name in self.workloads}

    def job(self, name: str) -> dict[str, Any]:
        """Return a Job: a Helm hook or an ordinary one, or a hook of its author's with a wave or without."""
        made = super().job(name)
        annotations: dict[str, str] = made["metadata"]["annotations"]
        if self.chance(0.35):
            for key in [key for key in annotations if "hook" in key]:
                del annotations[key]
            annotations[_HOOK] = self.random.choice(("Sync", "Sync", "Sync", "PreSync", "PostSync"))
            if self.chance(0.5):
                annotations[_WAVE] = str(self.random.randrange(-3, 4))
        if self.chance(0.25):
            container = made["spec"]["template"]["spec"]["containers"][0]
            container["command"] = ["sh", "-ec", self.waits(name)]
        return made

    def workload(self, name: str) -> dict[str, Any]:
        """Return something whose pods run on, which may have a wave of its author's."""
        made = super().workload(name)
        made["kind"] = self.kinds[name]
        if self.chance(0.15):
            made["metadata"]["annotations"][_WAVE] = str(self.random.randrange(-2, 4))
        if self.chance(0.3):
            init = {"name": "waits", "image": "example.com/main", "command": ["sh", "-ec", self.waits(name)]}
            made["spec"]["template"]["spec"].setdefault("initContainers", []).append(init)
        return made

    def service(self, name: str) -> dict[str, Any]:
        """Return a Service before a workload's pods."""
        made = super().service(name)
        made["metadata"]["annotations"].pop(_WAVE, None)
        return made

    def objects(self) -> list[dict[str, Any]]:
        """Return its objects in an order that means nothing."""
        made = [one for one in super().objects() if one["kind"] != "Service"]
        made += [self.service(name) for name in self.served]
        self.random.shuffle(made)
        return made

    def waits(self, name: str) -> str:
        """Return a script that waits for one or two other objects, then goes on."""
        jobs = [job for job in self.jobs if name not in self.jobs or job < name]
        served = [each for each in self.served if name not in self.workloads or each < name]
        asked = [script.format(job) for job in jobs for script in _FOR_A_JOB]
        asked += [script.format(each) for each in served for script in _FOR_A_SERVICE]
        if name in self.jobs:
            asked += [_FOR_A_WORKLOAD.format(each, self.kinds[each].lower()) for each in self.workloads]
        chosen = self.random.sample(asked, min(len(asked), self.random.choice((1, 1, 2))))
        return "\n".join([*chosen, "echo goes on"])
