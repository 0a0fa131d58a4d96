"""The stand-in for a cluster's nodes and operators: it watches, and does what `kubelet` says would happen next."""

import contextlib
import http.client
import json
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import count

import endpoints
import kubelet
from api import Api, Object, Refused
from network import Network
from operators import OPERATORS
from runs import Runs
from sandbox import Sandbox

_MOMENT = 0.2
"""Seconds between a cause and its effect: long enough for Argo CD to see that something is not ready yet."""
_WATCH = 3600

_CORE = ("configmaps", "endpoints", "persistentvolumeclaims", "pods", "secrets", "serviceaccounts", "services")
_PATHS = {
    **dict.fromkeys(_CORE, "/api/v1"),
    "ingresses": "/apis/networking.k8s.io/v1",
    "statefulsets.apps": "/apis/apps/v1",
    "storageclasses": "/apis/storage.k8s.io/v1",
}
_CLUSTER_WIDE = ("storageclasses",)
_ANSWERS = ("endpoints", "services")
"""On what depends what answers in the network."""


class Nodes:
    """Threads of the tests' own: one for each kind that is watched, one that writes and lets pods run."""

    def __init__(self, api: Api, sandbox: Sandbox, network: Network) -> None:
        """Start to watch; the custom resources that operators know have to be defined."""
        self._api, self._network = api.again(), network
        self._lock = threading.Lock()
        self._found: dict[str, kubelet.Found] = defaultdict(lambda: defaultdict(dict))
        self._touched: dict[str, float] = {}
        self._answers_anew = True
        self._forgotten: set[str] = set()
        self._over = threading.Event()
        self._runs = Runs(sandbox, self._token)
        self._addresses: defaultdict[str, str] = defaultdict(map(_address, count()).__next__)
        paths = {**_PATHS, **{plural: f"/apis/{plural.partition('.')[2]}/v1" for plural in OPERATORS}}
        self._paths = paths
        self._threads = [
            *(threading.Thread(target=self._watch, args=(api.again(), plural)) for plural in paths),
            threading.Thread(target=self._write),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Write and watch nothing more."""
        self._over.set()

    def forget(self, namespaces: Iterable[str]) -> None:
        """Let no pod of these namespaces run any more: scripts that wait in vain would wait until the tests end."""
        with self._lock:
            self._forgotten.update(namespaces)

    def join(self) -> None:
        """Wait for the watches, which end with the server."""
        for thread in self._threads:
            thread.join(10)
        self._api.close()

    def shown(self, namespace: str) -> str:
        """Return what keeps the pods of a namespace from starting, for who reads of a sync that hangs."""
        with self._lock:
            found = self._view(namespace)
            pods = found.get("pods", {})
            lacking = {name: kubelet.missing(pod, found) + self._runs.held(pod) for name, pod in pods.items()}
        return json.dumps({name: needs for name, needs in lacking.items() if needs})

    def _watch(self, api: Api, plural: str) -> None:
        path = f"{self._paths[plural]}/{plural.partition('.')[0]}"
        while not self._over.is_set():
            try:
                for event, one in api.watch(path, _WATCH):
                    self._see(plural, event, one)
            except (OSError, Refused, http.client.HTTPException):
                self._over.wait(0.5)  # it is being defined, or the server is going

    def _see(self, plural: str, event: str, one: Object) -> None:
        namespace = one["metadata"].get("namespace", "")
        with self._lock:
            there = self._found[namespace][plural]
            if event == "DELETED":
                there.pop(one["metadata"]["name"], None)
            else:
                there[one["metadata"]["name"]] = one
            self._touched[namespace] = time.monotonic()
            self._answers_anew |= plural in _ANSWERS

    def _view(self, namespace: str) -> kubelet.Found:
        held = {plural: dict(objects) for plural, objects in self._found[namespace].items()}
        return {**held, **{plural: self._found[""][plural] for plural in _CLUSTER_WIDE}}

    def _write(self) -> None:
        while not self._over.wait(0.05):
            with self._lock:
                views = {name: self._view(name) for name in self._due()}
                held = [held for name, held in self._found.items() if name not in self._forgotten]
                pods = [pod for one in held for pod in one["pods"].values()]
            for view in views.values():
                for pod in kubelet.startable(view):
                    self._begin(pod, view)
            further = self._runs.advance({pod["metadata"]["uid"] for pod in pods})
            with self._lock:
                self._touched |= dict.fromkeys(further, time.monotonic())
            self._answer()
            for name, view in views.items():
                for change in kubelet.changes(view, self._told):
                    self._change(name, change)
        self._runs.stop()

    def _due(self) -> list[str]:
        """Return the namespaces in which something has changed, a moment ago."""
        due = [name for name, since in self._touched.items() if time.monotonic() - since > _MOMENT]
        for name in due:
            del self._touched[name]
        return [name for name in due if name not in self._forgotten]

    def _begin(self, pod: Object, view: kubelet.Found) -> None:
        if self._runs.outcome(pod) is None:
            self._runs.begin(pod, view)

    def _answer(self) -> None:
        """Let the network answer as Services and their pods are now."""
        with self._lock:
            if not self._answers_anew:
                return
            self._answers_anew = False
            views = {name: self._view(name) for name in list(self._found)}
        self._network.serve(endpoints.answers(views), endpoints.names(views))

    def _told(self, pod: Object) -> kubelet.Pod | None:
        outcome = self._runs.outcome(pod)
        return kubelet.Pod(outcome, self._addresses[pod["metadata"]["uid"]]) if outcome else None

    def _token(self, namespace: str, account: str) -> str | None:
        path = f"/api/v1/namespaces/{namespace}/serviceaccounts/{account}/token"
        with contextlib.suppress(Refused, OSError, http.client.HTTPException):  # it is on its way out
            return str(self._api.create(path, {"spec": {"expirationSeconds": _WATCH}})["status"]["token"])
        return None

    def _change(self, namespace: str, change: kubelet.Change) -> None:
        resource = change.plural.partition(".")[0]
        path = f"{self._paths[change.plural]}/namespaces/{namespace}/{resource}"
        with contextlib.suppress(Refused, OSError, http.client.HTTPException):  # it changed meanwhile: seen, done again
            if change.new:
                self._api.create(path, change.body)
            else:
                self._api.merge(f"{path}/{change.name}{'' if change.whole else '/status'}", change.body)


def _address(number: int) -> str:
    """Return the address of a pod by its number; the first 256 are the stand's own."""
    return f"10.1.{1 + number // 256}.{number % 256}"
