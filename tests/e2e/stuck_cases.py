"""Applications that get stuck: each with what is there before, what it says, what its node does, and what is expected.

A case is a file of `stuck`. Argo CD, the API server and Kubernetes' controllers are the real ones, and so are their
messages; no case has a kubelet, a scheduler or a load balancer, so that the case itself writes what these would: a
status, and an event in the words of Kubernetes 1.36 (pkg/kubelet, pkg/scheduler). The stand-in for nodes does nothing
in the namespace of a case.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from argocd import application
from whole import wholes

from cmp import dialect

Object = dict[str, Any]
_HERE = Path(__file__).parent / "stuck"


class Act(NamedTuple):
    """What a node or a controller outside of the stand does with the newest object of a kind whose name begins so."""

    plural: str
    name: str
    status: Object
    events: list[list[str]]
    body: Object


class Case(NamedTuple):
    """A case by its name, which is the name of its Application and of its namespace."""

    name: str
    said: Object

    @property
    def expects(self) -> Object:
        """What `swell stuck` has to answer, written by the author of the case."""
        return dict(self.said["expects"])

    @property
    def before(self) -> list[Object]:
        """The objects that the cluster has before, beside the namespace."""
        return wholes(self._objects("before"))

    @property
    def gone(self) -> list[str]:
        """Paths of the API that are deleted before the sync; what has a finalizer stays, on its way out."""
        return [path.replace("{namespace}", self.name) for path in self.said.get("gone", ())]

    @property
    def earlier(self) -> list[Object]:
        """What an earlier sync applied; nothing where there was none."""
        return wholes(self._objects("earlier"))

    @property
    def manifests(self) -> list[Object]:
        """What the sync applies."""
        return wholes(self._objects("manifests"))

    @property
    def application(self) -> Object:
        """The Application, whose `source` is still to be said."""
        made = application(self.name, {}, *self.said.get("options", ()))
        made["spec"]["syncPolicy"] |= self.said.get("policy", {})
        made["spec"] |= self.said.get("spec", {})
        made["metadata"]["finalizers"] = self.said.get("finalizers", [])
        if not self.said.get("namespace", True):
            made["spec"]["syncPolicy"]["syncOptions"] = []
        return made

    @property
    def operation(self) -> Object:
        """What is asked for beside a sync: retries."""
        return dict(self.said.get("operation", {}))

    def acts(self, *, first: bool) -> list[Act]:
        """Return what happens outside of the stand, in this order: after the earlier sync, or after the last one."""
        return [
            Act(one["plural"], one["name"], one.get("status", {}), one.get("events", []), one.get("body", {}))
            for one in self.said.get("earlier_acts" if first else "acts", ())
        ]

    def _objects(self, key: str) -> Iterator[Object]:
        for one in self.said.get(key, ()):
            yield dialect.load(dialect.to_json(one).replace("{namespace}", self.name))


def cases() -> dict[str, Case]:
    """Return every case by its name."""
    return {path.stem: Case(path.stem, dialect.load(path.read_text())) for path in sorted(_HERE.glob("*.yaml"))}
