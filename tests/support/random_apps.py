"""Random applications whose objects need each other: pods, their configuration, operators, hooks, waves and tiers."""

from random import Random
from typing import Any

from cmp import dialect
from cmp.config.model import Config
from cmp.config.read import from_text
from cmp.sources.paths import PathResolver

_EVENTS = ("pre-install", "pre-upgrade,pre-install", "post-install", "post-install,post-upgrade", "post-upgrade")
_PHASES = ("PreSync", "Sync", "PostSync", "PreSync,PostSync", "Sync,PostSync")
_WAIT = ("kubectl", "wait", "--for=condition=complete", "job")
_POLICIES = ("before-hook-creation", "hook-succeeded", "before-hook-creation,hook-succeeded")


class Application:
    """An application, made from a seed alone; a `plain` one has hooks, and nobody has spoken of waves."""

    def __init__(self, seed: int, *, plain: bool = False) -> None:
        """Choose what there is, so that it can be named before it is made."""
        self.random = Random(seed)  # noqa: S311
        self.plain = plain
        self.configs = self._names("config", 4)
        self.secrets = self._names("secret", 3)
        self.databases = self._names("db", 2)
        self.certificates = self._names("tls", 2)
        self.accounts = self._names("account", 2)
        self.claims = self._names("claim", 2)
        self.jobs = self._names("job", 4)
        self.workloads = self._names("web", 4)

    def objects(self) -> list[dict[str, Any]]:
        """Return its objects in an order that means nothing."""
        made = [
            *(self.made("v1", "ConfigMap", name, data={"key": "value"}) for name in self.configs),
            *(self.made("v1", "Secret", name, stringData={"key": "value"}) for name in self.secrets),
            *(self.made("v1", "ServiceAccount", name) for name in self.accounts),
            *(self.made("v1", "PersistentVolumeClaim", name, hooks=0, spec={}) for name in self.claims),
            *(self.made("postgresql.cnpg.io/v1", "Cluster", name, hooks=0, spec={}) for name in self.databases),
            *(
                self.made("cert-manager.io/v1", "Certificate", name, hooks=0, spec={"secretName": f"{name}-secret"})
                for name in self.certificates
            ),
            *(self.job(name) for name in self.jobs),
            *(self.workload(name) for name in self.workloads),
            *(self.service(name) for name in self.workloads if self.chance(0.5)),
        ]
        self.random.shuffle(made)
        return made

    def text(self) -> str:
        """Return them as a stream."""
        return "".join(f"---\n{dialect.to_json(document)}\n" for document in self.objects())

    def config(self) -> Config:
        """Return a configuration: none for a plain application, else tiers, rules and how much is inferred."""
        if self.plain:
            return Config()
        order: dict[str, Any] = {"infer": self.random.choice(("must", "must", "all"))}
        if self.chance(0.4):
            order["tiers"] = self.tiers()
        if self.chance(0.2):
            order["promote"] = ["Certificate"]
        rules = [self.rule() for _ in range(self.random.randrange(3))]
        rollout = {"configs": self.chance(0.3)}
        text = dialect.to_json({"apiVersion": "swell/v1", "order": order, "rules": rules, "rollout": rollout})
        return from_text(text, PathResolver(folder="/repository", root="/repository"), shown="swell.yaml")

    def chance(self, part: float) -> bool:
        """Tell whether something is so, in that part of all cases."""
        return self.random.random() < part

    def made(self, version: str, kind: str, name: str, *, hooks: float = 0.15, **more: Any) -> dict[str, Any]:
        """Return an object, in a part of all cases a hook."""
        annotations: dict[str, str] = {}
        if self.chance(hooks):
            annotations = {
                "helm.sh/hook": self.random.choice(_EVENTS),
                "helm.sh/hook-weight": str(self.random.randrange(-3, 4)),
                "helm.sh/hook-delete-policy": self.random.choice(_POLICIES),
            }
        if not self.plain and hooks and self.chance(0.1):
            annotations["argocd.argoproj.io/hook"] = self.random.choice(_PHASES)
        if not self.plain and self.chance(0.1):
            annotations["argocd.argoproj.io/sync-wave"] = str(self.random.randrange(-4, 5))
        metadata = {"name": name, "labels": {"app": name}, "annotations": annotations}
        return {"apiVersion": version, "kind": kind, "metadata": metadata, **more}

    def job(self, name: str) -> dict[str, Any]:
        """Return a Job, in a part of all cases a Sync hook of its author's, which may wait for other Jobs."""
        if not self.chance(0.2):
            return self.made("batch/v1", "Job", name, hooks=0.7, spec={"template": self.pod(name)})
        made = self.made("batch/v1", "Job", name, hooks=0, spec={"template": self.pod(name, waits=self.chance(0.5))})
        made["metadata"]["annotations"]["argocd.argoproj.io/hook"] = "Sync"
        return made

    def workload(self, name: str) -> dict[str, Any]:
        """Return something whose pods run on."""
        kind = self.random.choice(("Deployment", "Deployment", "StatefulSet"))
        return self.made("apps/v1", kind, name, hooks=0, spec={"template": self.pod(name, waits=self.chance(0.4))})

    def service(self, name: str) -> dict[str, Any]:
        """Return a Service before a workload's pods."""
        spec = {"selector": {"app": name}, "ports": [{"port": 80}]}
        return self.made("v1", "Service", name, hooks=0, spec=spec)

    def pod(self, name: str, *, waits: bool = False) -> dict[str, Any]:
        """Return a pod template that reads this and that."""
        env: list[dict[str, Any]] = []
        for reads, names in (("configMapKeyRef", self.configs), ("secretKeyRef", self._written())):
            for read in self._some(names):
                env.append({"name": f"V{len(env)}", "valueFrom": {reads: {"name": read, "key": "key"}}})
        others = [other for other in self._some(self.workloads, 0.15) if other != name]
        env.extend({"name": "API_URL", "value": f"http://{other}:80/"} for other in others)
        spec: dict[str, Any] = {"containers": [{"name": "main", "image": "example.com/main", "env": env}]}
        if claims := self._some(self.claims, 0.2):
            spec["volumes"] = [{"name": claim, "persistentVolumeClaim": {"claimName": claim}} for claim in claims]
        if accounts := self._some(self.accounts):
            spec["serviceAccountName"] = accounts[0]
        if waits:
            spec["initContainers"] = [
                {"name": f"wait-{job}", "command": [*_WAIT, f"-lapp={job}"]}
                for job in self._some(self.jobs, 0.5)
                if name not in self.jobs or job < name  # Jobs wait for earlier ones, so that none waits for itself
            ]
        return {"metadata": {"labels": {"app": name}}, "spec": spec}

    def rule(self) -> dict[str, Any]:
        """Return a rule about a workload or a Job."""
        names = [*self.workloads, *self.jobs]
        rule: dict[str, Any] = {"match": {"name": self.random.choice(names or ["nobody"])}, "optional": True}
        if self.chance(0.5):
            rule["wave"] = self.random.randrange(-5, 6)
        else:
            rule[self.random.choice(("after", "before"))] = {"name": self.random.choice(names or ["nobody"])}
        return rule

    def tiers(self) -> list[dict[str, Any]]:
        """Return tiers of some of the kinds, in an order that often suits them."""
        tiers: list[dict[str, Any]] = [
            {"name": "first", "match": {"kind": ["ConfigMap", "Secret", "Cluster"]}},
            {"name": "jobs", "match": {"kind": "Job"}},
            {"name": "workloads", "default": True},
            {"name": "edge", "match": {"kind": ["Service", "Certificate"]}},
        ]
        if self.chance(0.5):
            tiers[1]["hook"] = "Sync"
        return tiers if self.chance(0.7) else self.random.sample(tiers, 3)

    def _written(self) -> list[str]:
        return [
            *self.secrets,
            *(f"{name}-app" for name in self.databases),
            *(f"{name}-secret" for name in self.certificates),
        ]

    def _some(self, names: list[str], part: float = 0.3) -> list[str]:
        return [name for name in names if self.chance(part)]

    def _names(self, stem: str, most: int) -> list[str]:
        return [f"{stem}-{number}" for number in range(self.random.randrange(most + 1))]
