"""All of it together: a cluster, Argo CD that syncs into it, and the stand-in for its nodes and operators."""

import json
import time
from collections.abc import Iterable, Mapping

import compared
import definitions
import record
from api import Object
from argocd import OVER, Controller, RepoServer, State, application
from control_plane import ControlPlane
from databases import Databases
from network import API_SERVER, Network
from nodes import Nodes
from planned import Planned
from processes import wait
from repository import Repository
from sandbox import Sandbox

_QUIET = 20
"""Seconds without a write after which a sync hangs: what nodes and controllers do, they do at once."""
_LOOKS = 2
"""How often Argo CD has looked at the sync meanwhile, and found nothing to do: the first of these looks is over."""

_LONGEST = 2400
"""Seconds after which syncs that neither end nor rest are given up: many times what two hundred need."""

_PAUSE = 3
"""Seconds in which nobody writes anything, after which a sync that is over has had its effects."""

_RBAC = "rbac.authorization.k8s.io"
_BINDINGS = f"/apis/{_RBAC}/v1/clusterrolebindings"
_TRUSTED = {
    "metadata": {"name": "trusted"},
    "rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["get", "list", "watch", "create", "patch"]}],
}


class Stand:
    """What tests of a whole sync are given."""

    def __init__(self, plane: ControlPlane, server: RepoServer, controller: Controller, repository: Repository) -> None:
        """Define what operators know, and let the nodes come up."""
        self.plane, self.server, self.controller, self.repository = plane, server, controller, repository
        self.define(*definitions.operated())
        plane.api.create(f"/apis/{_RBAC}/v1/clusterroles", _TRUSTED)
        databases = Databases(plane.folder, plane.processes)
        certificate = plane.folder / "apiserver.crt"
        self._network = Network(
            lambda image: plane.port if image == API_SERVER.image else databases.port(image),
            certificate,
            plane.folder / "apiserver.key",
        )
        kubectl = server.programs / "kubectl"
        sandbox = Sandbox(plane.folder / "pods", plane.processes.logs / "pods", kubectl, certificate)
        self.nodes = Nodes(plane.api, sandbox, self._network)

    def stop(self) -> None:
        """Let the pods end, and the network with them; what they talked to is still there."""
        self.nodes.stop()
        self._network.stop()

    def define(self, *definitions: Object) -> None:
        """Define custom resources, as if an operator had been installed long ago."""
        for definition in definitions:
            self.plane.api.create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition)
        assert wait(self.plane.defined)

    def sync(self, texts: Mapping[str, str], options: Mapping[str, Iterable[str]] | None = None) -> None:
        """Have streams synced by the names of their Applications, each into the namespace of that name.

        The accounts of a stream that has no RoleBinding may look at everything and make what is missing; those of one
        that has some may do what it says.
        """
        for name, text in texts.items():
            self.repository.write(f"{name}/all.yaml", text)
            if "RoleBinding" not in text:
                self.plane.api.create(_BINDINGS, _trusting(name))
        self.repository.commit()
        for name in texts:
            source = {"repoURL": self.repository.url, "path": name, "directory": {"recurse": True}}
            self.controller.sync(application(name, source, *(options or {}).get(name, ())))

    def printed(self, application: Object) -> list[Object]:
        """Return what repo-server renders of an Application for this cluster, as its controller asks for it."""
        spec, kinds = application["spec"], self.plane.kinds()
        answer = self.server.ask(
            "generate",
            {
                "repo": {"repo": spec["source"]["repoURL"]},
                "revision": "HEAD",
                "appName": application["metadata"]["name"],
                "namespace": spec["destination"]["namespace"],
                "applicationSource": spec["source"],
                "projectName": "default",
                "projectSourceRepos": ["*"],
                "kubeVersion": self.plane.versions["kubernetes"],
                "apiVersions": sorted({version for version, _, _ in kinds} | {f"{v}/{kind}" for v, _, kind in kinds}),
            },
        )
        return [json.loads(one) for one in answer["manifests"]]

    def differences(self, synced: Iterable[tuple[Planned, State]]) -> dict[str, list[str]]:
        """Return where each sync parts from its plan; nothing for one that doesn't."""
        steps, made = record.taken(self.controller.log), self.made()
        known = {(version.rpartition("/")[0], plural): kind for version, plural, kind in self.plane.kinds()}
        found = {}
        for one, state in synced:
            real = compared.own(one.plan, made, known)
            ended = state["phase"] == "Succeeded"
            found[one.name] = list(compared.differences(one, steps[one.name], real, ended=ended))
        return {name: wrong for name, wrong in found.items() if wrong}

    def made(self) -> list[record.Made]:
        """Return what Argo CD has made so far."""
        return record.made(self.plane.audit)

    def forget(self, names: Iterable[str]) -> None:
        """Delete Applications and leave what they made, but for what their pods run."""
        names = list(names)
        self.controller.forget(names)
        self.nodes.forget(names)

    def rest(self) -> None:
        """Wait until nobody has written anything for a while."""
        assert wait(lambda: time.time() - self.plane.audit.stat().st_mtime > _PAUSE)

    def settle(self, names: Iterable[str]) -> dict[str, State]:
        """Wait until each of these syncs is over, or hangs: nothing is written any more. Return their states."""
        wanted = set(names)
        states: dict[str, State] = {}
        last, since, told = None, time.monotonic(), 0

        def settled() -> bool:
            nonlocal last, since, told
            assert self.plane.processes.ended() == []
            states.update({name: one for name, one in self.controller.states().items() if name in wanted})
            news = (
                self.plane.audit.stat().st_size,
                [(one.get("phase"), one.get("message")) for one in states.values()],
            )
            if news != last:
                last, since, told = news, time.monotonic(), self.controller.log.stat().st_size
            if len(states) < len(wanted) or not all(states.values()):
                return False
            running = [name for name, one in states.items() if one["phase"] not in OVER]
            if not running or time.monotonic() - since < _QUIET:
                return not running
            seen = record.looks(self.controller.log, told)
            return all(seen[name] >= _LOOKS for name in running)

        assert wait(settled, _LONGEST, pause=0.5), f"neither over nor at rest within {_LONGEST} s: {last}"
        return states


def _trusting(namespace: str) -> Object:
    """Return what lets all accounts of a namespace do what the trusted may."""
    return {
        "metadata": {"name": namespace},
        "roleRef": {"apiGroup": _RBAC, "kind": "ClusterRole", "name": "trusted"},
        "subjects": [{"apiGroup": _RBAC, "kind": "Group", "name": f"system:serviceaccounts:{namespace}"}],
    }
