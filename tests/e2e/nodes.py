"""The stand-in for a cluster's nodes and operators: it watches, and writes what `kubelet` says would happen next."""

import contextlib
import http.client
import threading
import time
from collections import defaultdict

import kubelet
from api import Api, Object, Refused
from operators import OPERATORS

_MOMENT = 0.2
"""Seconds between a cause and its effect: long enough for Argo CD to see that something is not ready yet."""
_WATCH = 3600

_CORE = ("configmaps", "persistentvolumeclaims", "pods", "secrets", "serviceaccounts", "services")
_PATHS = {
    **dict.fromkeys(_CORE, "/api/v1"),
    "jobs": "/apis/batch/v1",
    "ingresses": "/apis/networking.k8s.io/v1",
    "storageclasses": "/apis/storage.k8s.io/v1",
}
_CLUSTER_WIDE = ("storageclasses",)


class Nodes:
    """Threads of the tests' own: one for each kind that is watched, one that writes."""

    def __init__(self, api: Api) -> None:
        """Start to watch; the custom resources that operators know have to be defined."""
        self._api = api.again()
        self._lock = threading.Lock()
        self._found: dict[str, kubelet.Found] = defaultdict(lambda: defaultdict(dict))
        self._touched: dict[str, float] = {}
        self._over = threading.Event()
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

    def join(self) -> None:
        """Wait for the watches, which end with the server."""
        for thread in self._threads:
            thread.join(10)
        self._api.close()

    def shown(self, namespace: str) -> str:
        """Return what keeps the pods of a namespace from starting."""
        with self._lock:
            return kubelet.shown(self._view(namespace))

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

    def _view(self, namespace: str) -> kubelet.Found:
        return {**self._found[namespace], **{plural: self._found[""][plural] for plural in _CLUSTER_WIDE}}

    def _write(self) -> None:
        while not self._over.wait(0.05):
            with self._lock:
                due = [name for name, since in self._touched.items() if time.monotonic() - since > _MOMENT]
                for name in due:
                    del self._touched[name]
                todo = [(name, change) for name in due for change in kubelet.changes(self._view(name))]
            for namespace, change in todo:
                self._change(namespace, change)

    def _change(self, namespace: str, change: kubelet.Change) -> None:
        resource = change.plural.partition(".")[0]
        path = f"{self._paths[change.plural]}/namespaces/{namespace}/{resource}"
        with contextlib.suppress(Refused, OSError, http.client.HTTPException):  # it changed meanwhile: seen, done again
            if change.new:
                self._api.create(path, change.body)
            else:
                self._api.merge(f"{path}/{change.name}/status", change.body)
