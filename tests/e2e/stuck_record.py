"""Stuck applications on the stand: lets them get stuck, and returns what `kubectl get -o json` shows of them."""

import json
import re
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

import argocd
import record
from api import Object, Refused
from isolation import environment, free_port
from planned import rendered
from processes import wait
from programs import TOP
from stand import Stand
from stuck_cases import Act, Case

from cmp.manifests.split import join

FOLDER = TOP / "tests/stuck/recorded"
_REPOSITORY = "https://git.example.com/apps.git"
_NOISE = ("managedFields", "uid", "resourceVersion", "generation")
_UID = re.compile(r'"uid": "[^"]*"')
_APPLICATION_HEALTH = {
    "resource.customizations.health.argoproj.io_Application": """\
hs = {status = "Progressing", message = ""}
if obj.status ~= nil and obj.status.health ~= nil then
  hs.status = obj.status.health.status
end
return hs
"""
}
"""What Argo CD's documentation tells those to set whose waves have Applications."""
_BINDER = "volume-binder"
_REST = 25
"""Seconds in which neither an operation's message nor an act of a case changes; then it is stuck, or over."""
_LOOKS = 2
"""How often Argo CD has looked meanwhile at a sync that runs: what is done by then is done."""
_LONGEST = 900
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_PATHS = {
    "namespaces": "/api/v1/{plural}",
    **dict.fromkeys(("pods", "services", "persistentvolumeclaims"), "/api/v1/namespaces/{namespace}/{plural}"),
    **dict.fromkeys(("deployments", "statefulsets", "daemonsets"), "/apis/apps/v1/namespaces/{namespace}/{plural}"),
    "jobs": "/apis/batch/v1/namespaces/{namespace}/{plural}",
    "ingresses": "/apis/networking.k8s.io/v1/namespaces/{namespace}/{plural}",
    "horizontalpodautoscalers": "/apis/autoscaling/v2/namespaces/{namespace}/{plural}",
    "certificates": "/apis/cert-manager.io/v1/namespaces/{namespace}/{plural}",
    "externalsecrets": "/apis/external-secrets.io/v1/namespaces/{namespace}/{plural}",
    "applications": "/apis/argoproj.io/v1alpha1/namespaces/argocd/{plural}",
}
_GVK = {
    "pods": ("v1", "Pod"), "services": ("v1", "Service"), "ingresses": ("networking.k8s.io/v1", "Ingress"),
    "certificates": ("cert-manager.io/v1", "Certificate"), "deployments": ("apps/v1", "Deployment"),
    "persistentvolumeclaims": ("v1", "PersistentVolumeClaim"), "jobs": ("batch/v1", "Job"),
    "externalsecrets": ("external-secrets.io/v1", "ExternalSecret"),
    "horizontalpodautoscalers": ("autoscaling/v2", "HorizontalPodAutoscaler"),
}  # fmt: skip


class Recorder:
    """Makes the applications of cases, acts for their nodes, and reads what came of it."""

    def __init__(self, stand: Stand) -> None:
        """Let Kubernetes' own controller bind claims, and the Application's health count, as app of apps need it."""
        self._stand, self._api = stand, stand.plane.api
        self._api.merge("/api/v1/namespaces/argocd/configmaps/argocd-cm", {"data": _APPLICATION_HEALTH})
        plane = stand.plane
        plane.processes.start(
            _BINDER,
            [
                stand.server.programs / "kube-controller-manager",
                f"--kubeconfig={plane.kubeconfig('admin')}",
                "--controllers=persistentvolume-binder-controller",
                "--leader-elect=false",
                "--bind-address=127.0.0.1",
                f"--secure-port={free_port()}",
                f"--cert-dir={plane.folder / 'binder'}",
            ],
            environment(),
        )

    def stop(self, names: Iterable[str]) -> None:
        """Bind no more claims, and forget the Applications: what comes after on this stand finds it as it was."""
        self._stand.plane.processes.end(_BINDER)
        for name in names:
            self._api.merge(f"{argocd.APPLICATIONS}/{name}", {"metadata": {"finalizers": None}, "operation": None})
            with suppress(Refused):  # it was being deleted
                self._api.delete(f"{argocd.APPLICATIONS}/{name}")
        gone = dict.fromkeys(_APPLICATION_HEALTH)
        self._api.merge("/api/v1/namespaces/argocd/configmaps/argocd-cm", {"data": gone})

    def recorded(self, cases: Mapping[str, Case]) -> dict[str, tuple[Object, Object]]:
        """Return the Application and the events of each case, once all rest."""
        self._stand.nodes.forget(cases)  # the cases act for their nodes themselves
        for case in cases.values():
            self._prepare(case)
        earlier = [case for case in cases.values() if case.earlier]
        self._sync(earlier, first=True)
        self._rest(earlier, first=True)
        self._sync(list(cases.values()), first=False)
        self._rest(list(cases.values()), first=False)
        for case in cases.values():
            if case.said.get("deleted"):
                self._api.delete(f"{argocd.APPLICATIONS}/{case.name}")
            if case.said.get("terminated"):
                patch = {"status": {"operationState": {"phase": "Terminating"}}}  # as Argo CD's API server does
                self._api.merge(f"{argocd.APPLICATIONS}/{case.name}", patch)
        time.sleep(_REST)
        return {name: (self._application(name), self._events(name)) for name in cases}

    def _prepare(self, case: Case) -> None:
        if case.said.get("namespace", True):
            self._api.create("/api/v1/namespaces", {"metadata": {"name": case.name}})
        for one in case.before:
            file = f"--filename={self._file(one)}"
            self._stand.plane.kubectl("create", file)
            if "status" in one:  # of which creation keeps nothing
                status = json.dumps({"status": one["status"]})
                self._stand.plane.kubectl("patch", file, "--subresource=status", "--type=merge", f"--patch={status}")
        for path in case.gone:
            self._api.delete(path)
        assert wait(self._stand.plane.defined)

    def _file(self, document: Object) -> Path:
        path = self._stand.plane.folder / "before.yaml"
        path.write_text(join(rendered([document], namespace="default")))
        return path

    def _sync(self, cases: list[Case], *, first: bool) -> None:
        for case in cases:
            text = self._text(case.earlier if first else case.manifests)
            text = text.replace("{repository}", self._stand.repository.url)
            self._stand.repository.write(f"{case.name}/all.yaml", text)
            for path, text in case.said.get("files", {}).items():
                self._stand.repository.write(f"{case.name}/{path}", text)
        self._stand.repository.commit()
        for case in cases:
            source = {
                "repoURL": self._stand.repository.url,
                "path": case.said.get("path", case.name),
                "directory": {"recurse": True},
            }
            wanted = case.application
            wanted["spec"]["source"] |= source
            operation = {"initiatedBy": {"username": "tests"}, **case.operation}
            options = wanted["spec"]["syncPolicy"].get("syncOptions", [])
            sync = {"syncOptions": options, "prune": True}
            if not first and case.earlier:
                patch = {
                    "operation": {**operation, "sync": {**sync, "revision": "HEAD"}},
                    "status": {"operationState": None},
                }
                self._api.merge(f"{argocd.APPLICATIONS}/{case.name}", patch)
            elif case.said.get("synced", True):
                self._stand.controller.make({**wanted, "operation": {**operation, "sync": sync}})
            else:
                self._stand.controller.make(wanted)

    def _text(self, documents: list[Object]) -> str:
        return join(rendered(documents, namespace="default")) if documents else ""

    def _rest(self, cases: list[Case], *, first: bool) -> None:
        """Act for the nodes until all is done, and every sync is over or has been looked at in vain."""
        left = {case.name: case.acts(first=first) for case in cases}
        begun = time.strftime(_TIME, time.gmtime())
        last, since, told = None, time.monotonic(), self._stand.controller.log.stat().st_size

        def rests() -> bool:
            nonlocal last, since, told
            for name, acts in left.items():
                while acts and self._act(name, acts[0], begun):
                    acts.pop(0)
            found = self._stand.controller.states()
            states = {case.name: found.get(case.name, {}) for case in cases if case.said.get("synced", True)}
            news = ([(one.get("phase"), one.get("message")) for one in states.values()], sum(map(len, left.values())))
            if news != last:
                last, since, told = news, time.monotonic(), self._stand.controller.log.stat().st_size
            if not all(states.values()) or any(left.values()) or time.monotonic() - since < _REST:
                return False
            seen = record.looks(self._stand.controller.log, told)
            running = (name for name, one in states.items() if one["phase"] == "Running" and "finishedAt" not in one)
            return all(seen[name] >= _LOOKS for name in running)

        assert wait(rests, _LONGEST, pause=0.5), f"{last} after {_LONGEST} s"

    def _act(self, namespace: str, act: Act, begun: str) -> bool:
        """Do what a case says of an object, once that is there; tell whether it was."""
        path = _PATHS[act.plural].format(namespace=namespace, plural=act.plural)
        with suppress(Refused):
            found = [
                one
                for one in self._api.get(path)["items"]
                if one["metadata"]["name"].startswith(act.name) and one["metadata"]["creationTimestamp"] >= begun
            ]
            if not found:
                return False
            one = max(found, key=lambda each: each["metadata"]["creationTimestamp"])
            own = f"{path}/{one['metadata']['name']}"
            if act.body:
                self._api.merge(own, act.body)
            if act.status:
                self._api.merge(f"{own}/status", {"status": act.status})
            for kind, reason, message, component in act.events:
                self._tell(namespace, act.plural, one, (kind, reason, message, component))
            return True
        return False

    def _tell(self, namespace: str, plural: str, one: Object, event: tuple[str, str, str, str]) -> None:
        kind, reason, message, component = event
        version, named = _GVK[plural]
        now = time.strftime(_TIME, time.gmtime())
        metadata = one["metadata"]
        said = message.replace("{namespace}", namespace).replace("{name}", metadata["name"])
        self._api.create(
            f"/api/v1/namespaces/{namespace}/events",
            {
                "metadata": {"generateName": f"{metadata['name']}."},
                "involvedObject": {
                    "apiVersion": version, "kind": named, "namespace": namespace,
                    "name": metadata["name"], "uid": metadata["uid"],
                },
                "type": kind, "reason": reason, "message": said, "count": 1,
                "firstTimestamp": now, "lastTimestamp": now, "source": {"component": component},
            },
        )  # fmt: skip

    def _application(self, name: str) -> Object:
        return dict(self._scrubbed(self._api.get(f"{argocd.APPLICATIONS}/{name}")))

    def _events(self, name: str) -> Object:
        found = self._api.get(f"/api/v1/namespaces/{name}/events")
        return {"apiVersion": "v1", "kind": "List", "items": [self._scrubbed(one) for one in found["items"]]}

    def _scrubbed(self, one: Object) -> Object:
        """Leave out what names this machine, and what changes with each run and says nothing."""
        kept = {key: value for key, value in one["metadata"].items() if key not in _NOISE}
        text = json.dumps({**one, "metadata": kept}).replace(self._stand.repository.url, _REPOSITORY)
        return dict(json.loads(_UID.sub('"uid": ""', text)))
