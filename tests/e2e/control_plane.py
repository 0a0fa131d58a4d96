"""etcd, kube-apiserver and kube-controller-manager on loopback; the audit log records what was written, and when."""

import json
import subprocess
from contextlib import closing
from pathlib import Path

from api import Api
from isolation import environment, free_port, listening
from processes import LIMIT, Processes

_USERS = {"admin": "system:masters", "argocd": "system:masters"}
_CONTROLLERS = (
    "deployment-controller",
    "disruption-controller",
    "garbage-collector-controller",  # without it nothing that is deleted in the foreground is ever gone
    "job-controller",
    "daemonset-controller",
    "namespace-controller",
    "persistentvolumeclaim-protection-controller",  # likewise no claim
    "replicaset-controller",
    "serviceaccount-controller",
    "statefulset-controller",
    "ttl-after-finished-controller",
)
# Who wrote what: reading would be as much again for each object. What Argo CD notes of itself is no news.
_IDLE = ("argoproj", "coordination.k8s", "events.k8s")
_AUDIT = {
    "apiVersion": "audit.k8s.io/v1",
    "kind": "Policy",
    "omitStages": ["RequestReceived"],
    "rules": [
        {"level": "None", "resources": [{"group": f"{group}.io"} for group in _IDLE]},
        {"level": "None", "resources": [{"group": "", "resources": ["events", "serviceaccounts/token"]}]},
        {"level": "Metadata", "verbs": ["create", "update", "patch", "delete"]},
        {"level": "None"},
    ],
}


def versions(programs: Path) -> dict[str, str]:
    """Return which Argo CD and which Kubernetes was built."""
    found: dict[str, str] = json.loads((programs / "versions.json").read_text())
    return found


class ControlPlane:
    """A cluster without nodes."""

    def __init__(self, programs: Path, folder: Path, processes: Processes) -> None:
        """Start it, and wait until it answers."""
        self.folder, self._programs, self.processes = folder, programs, processes
        self.port = free_port()
        self.audit = processes.log("audit")
        self.versions = versions(programs)
        self._start(self._etcd())
        self.api = self._asked_by("admin")

    def kubeconfig(self, user: str) -> Path:
        """Write down once how a user gets in, whose name is the token too: a program may be reading it."""
        path = self.folder / f"{user}.kubeconfig"
        if path.exists():
            return path
        cluster = {
            "server": f"https://127.0.0.1:{self.port}",
            "certificate-authority": str(self.folder / "apiserver.crt"),
        }
        context = {"cluster": "here", "user": user, "namespace": "argocd"}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "here", "cluster": cluster}],
            "users": [{"name": user, "user": {"token": user}}],
            "contexts": [{"name": "here", "context": context}],
            "current-context": "here",
        }
        path.write_text(json.dumps(config))
        return path

    def kubectl(self, *arguments: str | Path) -> str:
        """Run kubectl, as the one who may do everything."""
        command = [self._programs / "kubectl", "--kubeconfig", self.kubeconfig("admin"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def defined(self) -> bool:
        """Tell whether every custom resource that was defined is served."""
        found = self.api.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions")["items"]
        states = [{one["type"]: one["status"] for one in item["status"].get("conditions") or []} for item in found]
        return all(state.get("Established") == "True" for state in states)

    def kinds(self) -> list[tuple[str, str, str]]:
        """Return what is served: version with its group, plural, and kind."""
        groups = self.api.get("/apis")["groups"]
        versions = ["v1", *(one["groupVersion"] for group in groups for one in group["versions"])]
        paths = {version: f"/apis/{version}" if "/" in version else f"/api/{version}" for version in versions}
        return [
            (version, one["name"], one["kind"])
            for version, path in paths.items()
            for one in self.api.get(path)["resources"]
            if "/" not in one["name"]
        ]

    def _etcd(self) -> str:
        clients, peers = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        command: list[str | Path] = [
            self._programs / "etcd",
            f"--data-dir={self.folder / 'etcd'}",
            f"--listen-client-urls={clients}",
            f"--advertise-client-urls={clients}",
            f"--listen-peer-urls={peers}",
            f"--initial-advertise-peer-urls={peers}",
            f"--initial-cluster=default={peers}",
            "--unsafe-no-fsync",
            "--log-level=warn",
        ]
        self.processes.start("etcd", command, environment())
        self.processes.until(lambda: listening(int(clients.rpartition(":")[2])), "etcd")
        return clients

    def _start(self, etcd: str) -> None:
        key = self.folder / "accounts.key"
        subprocess.run(["openssl", "genrsa", "-out", key, "2048"], capture_output=True, check=True, timeout=LIMIT)
        users = self.folder / "users.csv"
        users.write_text("".join(f'{name},{name},{name},"{group}"\n' for name, group in _USERS.items()))
        policy = self.folder / "audit-policy.json"
        policy.write_text(json.dumps(_AUDIT))
        command: list[str | Path] = [
            self._programs / "kube-apiserver",
            f"--etcd-servers={etcd}",
            "--bind-address=127.0.0.1",
            "--advertise-address=127.0.0.1",
            f"--secure-port={self.port}",
            f"--cert-dir={self.folder}",
            "--endpoint-reconciler-type=none",
            f"--token-auth-file={users}",
            "--authorization-mode=RBAC",
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={key}",
            f"--service-account-signing-key-file={key}",
            "--service-cluster-ip-range=10.0.0.0/16",  # one address for each Service of all the applications
            "--disable-admission-plugins=ServiceAccount",  # the stand-in for the kubelet looks for accounts
            "--enable-priority-and-fairness=false",
            f"--audit-log-path={self.audit}",
            f"--audit-policy-file={policy}",
            "--audit-log-maxsize=100000",
        ]
        self.processes.start("kube-apiserver", command, environment())
        self.processes.until(self._ready, "kube-apiserver")
        command = [
            self._programs / "kube-controller-manager",
            f"--kubeconfig={self.kubeconfig('admin')}",
            f"--controllers={','.join(_CONTROLLERS)}",
            "--leader-elect=false",
            "--bind-address=127.0.0.1",
            f"--secure-port={free_port()}",
            f"--cert-dir={self.folder / 'controller-manager'}",
            "--kube-api-qps=500",
            "--kube-api-burst=1000",
        ]
        self.processes.start("kube-controller-manager", command, environment())

    def _ready(self) -> bool:
        certificate = self.folder / "apiserver.crt"  # it is there before it has been written
        if not (certificate.exists() and "END CERTIFICATE" in certificate.read_text()):
            return False
        with closing(self._asked_by("admin")) as caller:
            return caller.ready()

    def _asked_by(self, user: str) -> Api:
        return Api(self.port, self.folder / "apiserver.crt", user)
