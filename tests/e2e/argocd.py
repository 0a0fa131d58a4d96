"""Argo CD on loopback: its cache, repo-server, cmp-server with the plugin as it is shipped, and its controller."""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from api import Api
from control_plane import ControlPlane, versions
from isolation import environment, free_port, listening
from processes import LIMIT, Processes, wait
from programs import shipped_helm
from sidecar import of_image, of_sources

from cmp.argocd.versions import minor

NAMESPACE = "argocd"
State = dict[str, Any]
_NICE = 10
"""Argo CD leaves the processors to Kubernetes first: what nodes and controllers do, they do at once."""
OVER = ("Succeeded", "Failed", "Error")
"""The phases of an operation that is over."""
_CONTROLLER = "application-controller"
_OFTEN = ("--app-resync", "10", "--app-resync-jitter", "0")
_CONFIGS = ("cm", "rbac-cm", "secret")
_TOO_EARLY = "CRD is not established"
APPLICATIONS = f"/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/applications"
_PROJECT = {
    "apiVersion": "argoproj.io/v1alpha1",
    "kind": "AppProject",
    "metadata": {"name": "default", "namespace": NAMESPACE},
    "spec": {
        "sourceRepos": ["*"],
        "sourceNamespaces": ["*"],
        "destinations": [{"namespace": "*", "server": "*"}],
        "clusterResourceWhitelist": [{"group": "*", "kind": "*"}],
    },
}


class Told(Exception):  # noqa: N818
    """What Argo CD shows when it can't render."""


class RepoServer:
    """What renders: repo-server, and beside it the sidecar. Needs no cluster."""

    def __init__(
        self,
        programs: Path,
        folder: Path,
        processes: Processes,
        *,
        helm: Path | None = None,
        image: bool = False,
        exclusions: str | None = "",
        **variables: str,
    ) -> None:
        """Start them with this Argo CD's Helm or another one, or with the image; the plugin gets more variables.

        `exclusions` are the patterns of `reposerver.plugin.tar.exclusions`. With None the plugin gets what an
        application's `manifest-generate-paths` name and nothing else.
        """
        self.folder, self.programs = folder, programs
        self.sidecar = folder / "plugin-tmp"
        own = folder.name  # more than one may run
        self.redis, self.port = free_port(), free_port()
        for name in ("sockets", "tls", "ssh", "gpg", "gpg-keys", "home", "tmp"):
            (folder / name).mkdir(mode=0o700)
        (folder / "ssh/ssh_known_hosts").touch()

        processes.start(f"{own}-redis", [programs / "redis", f"127.0.0.1:{self.redis}"], environment())
        processes.until(lambda: listening(self.redis), f"{own}-redis")
        path, helm = environment()["PATH"], helm or shipped_helm(minor(versions(programs)["argocd"]))
        sidecar = of_image(programs, folder, variables) if image else of_sources(programs, folder, helm, variables)
        processes.start(f"{own}-cmp-server", *sidecar, nice=_NICE)
        processes.until((folder / "sockets/swell.sock").exists, f"{own}-cmp-server")
        server = {
            "ARGOCD_ASK_PASS_SOCK": str(folder / "sockets/ask-pass.sock"),
            "ARGOCD_GNUPGHOME": str(folder / "gpg"),
            "ARGOCD_GPG_DATA_PATH": str(folder / "gpg-keys"),
            "ARGOCD_GPG_ENABLED": "false",
            "ARGOCD_PLUGINSOCKFILEPATH": str(folder / "sockets"),
            "ARGOCD_REPO_SERVER_PLUGIN_TAR_EXCLUSIONS": exclusions or "",
            "ARGOCD_REPO_SERVER_PLUGIN_USE_MANIFEST_GENERATE_PATHS": str(exclusions is None).lower(),
            "ARGOCD_SSH_DATA_PATH": str(folder / "ssh"),
            "ARGOCD_TLS_DATA_PATH": str(folder / "tls"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "PATH": f"{programs}:{helm.parent}:{path}",  # its own image has git-verify-wrapper.sh there
        }
        processes.start(f"{own}-repo-server", self._command(), environment(**server), nice=_NICE)
        processes.until(lambda: listening(self.port), f"{own}-repo-server")

    def ask(self, call: str, request: dict[str, Any], seconds: int = 60) -> dict[str, Any]:
        """Ask what Argo CD's own API server asks: `generate` or `details`, with repo-server's own messages as JSON.

        It waits as long as Argo CD's controller does, unless it is told another number of seconds.
        """
        with self.asking(call, request, seconds) as asking:
            told, complaint = asking.communicate(timeout=LIMIT)
        if asking.returncode:
            raise Told(complaint)
        answer: dict[str, Any] = json.loads(told)
        return answer

    @contextmanager
    def asking(self, call: str, request: dict[str, Any], seconds: int = 60) -> Iterator["subprocess.Popen[str]"]:
        """Ask, and let the caller wait for the answer or hang up."""
        command = [self.programs / "manifests", f"127.0.0.1:{self.port}", call, str(seconds)]
        with tempfile.TemporaryFile("w+") as asked:
            json.dump(request, asked)
            asked.seek(0)
            pipe = subprocess.PIPE
            with subprocess.Popen(command, stdin=asked, stdout=pipe, stderr=pipe, text=True) as running:
                yield running

    def _command(self) -> list[str | Path]:
        return [
            self.programs / "argocd-repo-server",
            *("--address", "127.0.0.1", "--port", str(self.port)),
            *("--metrics-address", "127.0.0.1", "--metrics-port", str(free_port())),
            *("--redis", f"127.0.0.1:{self.redis}"),
            *("--disable-tls", "--revision-cache-expiration", "1s"),
            *(() if _old(self.programs) else ("--client-ca-path", "")),  # it wants to know its clients by certificates
        ]


class Controller:
    """argocd-application-controller, and the Applications that it is told to sync."""

    def __init__(self, plane: ControlPlane, server: RepoServer, processes: Processes) -> None:
        """Install what Argo CD's own manifests install, and start it."""
        self.api: Api = plane.api
        manifests = server.programs / "installed"
        plane.kubectl("create", "namespace", NAMESPACE)
        plane.kubectl("create", *(f"--filename={path}" for path in sorted(manifests.glob("crds/*-crd.yaml"))))
        configs = [manifests / f"base/config/argocd-{name}.yaml" for name in _CONFIGS]
        plane.kubectl("create", "--namespace", NAMESPACE, *(f"--filename={path}" for path in configs))
        assert wait(plane.defined)
        self.api.create(APPLICATIONS.replace("/applications", "/appprojects"), _PROJECT)
        self._server, self._kubeconfig, self._processes = server, plane.kubeconfig("argocd"), processes
        self._old = _old(server.programs)
        self.log = processes.log(_CONTROLLER)
        self._start()

    def as_shipped(self, pause: str = "") -> None:
        """Let it refresh Applications and pause between waves as it does where nothing is set; it starts anew.

        `pause` is another ARGOCD_SYNC_WAVE_DELAY than that of a controller that has none.
        """
        self._processes.end(_CONTROLLER)
        self._start(pause=pause, refresh=())

    def impatient(self) -> None:
        """Let it tell at once of a repository that it cannot render, not after three minutes; it starts anew."""
        self._processes.end(_CONTROLLER)
        self._start(refresh=(*_OFTEN, "--repo-error-grace-period-seconds", "0"))

    def _start(self, pause: str = "0", refresh: tuple[str, ...] = _OFTEN) -> None:
        server = self._server
        told = environment(
            ARGOCD_FAKE_IN_CLUSTER="true",
            ARGOCD_K8S_CLIENT_BURST="1000",
            ARGOCD_K8S_CLIENT_QPS="500",
            ARGOCD_SYNC_WAVE_DELAY=pause,
            HOME=str(server.folder / "home"),
            KUBECONFIG=str(self._kubeconfig),
            TMPDIR=str(server.folder / "tmp"),
        )
        command: list[str | Path] = [
            server.programs / "argocd-application-controller",
            *("--redis", f"127.0.0.1:{server.redis}", "--repo-server", f"127.0.0.1:{server.port}"),
            *("--metrics-port", str(free_port())),
            *("--repo-server-plaintext", *refresh),
            *("--loglevel", "debug", "--logformat", "json"),  # it tells of its steps when it debugs
        ]
        self._processes.start(_CONTROLLER, command, told, nice=_NICE)

    def make(self, application: dict[str, Any]) -> None:
        """Make an Application, as `kubectl apply` would."""
        self.api.create(APPLICATIONS, application)

    def sync(self, application: dict[str, Any]) -> None:
        """Make an Application, and have it synced once."""
        options = application["spec"].get("syncPolicy", {}).get("syncOptions", [])
        operation = {"initiatedBy": {"username": "tests"}, "sync": {"syncOptions": options}}
        self.make({**application, "operation": operation})

    def again(self, name: str, *, prune: bool = False, options: Iterable[str] = ()) -> None:
        """Have an Application synced once more, to what its repository says now; as Argo CD's API server asks for it.

        It forgets the operation before. One that is not forgotten lends its results: hooks would count as having run.
        """
        sync = {"revision": "HEAD", "prune": prune, "syncOptions": list(options)}
        asked = {"operation": {"sync": sync}, "status": {"operationState": None}}
        self.api.merge(f"{APPLICATIONS}/{name}", asked)

    def forget(self, names: Iterable[str]) -> None:
        """Delete Applications, and leave what they made: those that hang would be looked at without end."""
        for name in names:
            self.api.delete(f"{APPLICATIONS}/{name}")

    def states(self) -> dict[str, State]:
        """Return the state of each Application's operation: its phase, its message, its results."""
        found = self.api.get(APPLICATIONS)["items"]
        return {one["metadata"]["name"]: one.get("status", {}).get("operationState", {}) for one in found}

    def status(self, name: str) -> dict[str, Any]:
        """Return all that Argo CD says of an Application."""
        found: dict[str, Any] = self.api.get(f"{APPLICATIONS}/{name}").get("status", {})
        return found

    def stumbled(self, state: State) -> bool:
        """Tell whether a sync failed since 3.4 saw a definition before the API server had established it; 3.5 waits."""
        results = state.get("syncResult", {}).get("resources", [])
        return self._old and any(one.get("message") == _TOO_EARLY for one in results)


def lasted(state: State) -> float:
    """Return the seconds that a sync took until it was over, of which Argo CD knows whole ones; 0 before it is over."""
    if state["phase"] not in OVER:
        return 0
    begun, ended = (datetime.fromisoformat(state[when]) for when in ("startedAt", "finishedAt"))
    return (ended - begun).total_seconds() + 1


def _old(programs: Path) -> bool:
    return versions(programs)["argocd"].startswith("3.4.")


def application(name: str, source: dict[str, Any], *options: str) -> dict[str, Any]:
    """Return an Application whose objects lie in a namespace of its own name."""
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": name, "namespace": NAMESPACE},
        "spec": {
            "project": "default",
            "source": {"targetRevision": "HEAD", **source},
            "destination": {"server": "https://kubernetes.default.svc", "namespace": name},
            "syncPolicy": {"syncOptions": ["CreateNamespace=true", *options]},
        },
    }
