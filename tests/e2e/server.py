"""Argo CD's API server, and what a pipeline is given to talk to it: an address, and the token of an account."""

import base64
import re
import subprocess
from pathlib import Path

from argocd import NAMESPACE
from isolation import environment, free_port, listening
from processes import LIMIT, wait
from programs import TOP
from stand import Stand

_ACCOUNTS = {"release": ("release",), "restart": ("release", "restart")}
"""The pipelines that say what each account may do."""
_ALLOWED = re.compile(r"^#   (p, ROLE, .*, allow)$", re.MULTILINE)
_CONFIG_MAPS = f"/api/v1/namespaces/{NAMESPACE}/configmaps"


class Server:
    """argocd-server, as it is installed: with a certificate of its own making, and an account for each pipeline."""

    def __init__(self, stand: Stand, folder: Path) -> None:
        """Start it, and get the accounts' tokens as an administrator would."""
        self._stand, self._folder, self._port = stand, folder, free_port()
        api, programs = stand.plane.api, stand.server.programs
        api.merge(f"{_CONFIG_MAPS}/argocd-cm", {"data": {f"accounts.{name}": "apiKey" for name in _ACCOUNTS}})
        policy = "".join(f"{line}\n" for name in _ACCOUNTS for line in _policy(name))
        api.merge(f"{_CONFIG_MAPS}/argocd-rbac-cm", {"data": {"policy.csv": policy}})
        command: list[str | Path] = [
            programs / "argocd-server",
            *("--address", "127.0.0.1", "--port", str(self._port)),
            *("--metrics-address", "127.0.0.1", "--metrics-port", str(free_port())),
            *("--redis", f"127.0.0.1:{stand.server.redis}", "--repo-server", f"127.0.0.1:{stand.server.port}"),
            "--repo-server-plaintext",
        ]
        told = environment(
            ARGOCD_FAKE_IN_CLUSTER="true",
            HOME=str(folder),
            KUBECONFIG=str(stand.plane.kubeconfig("argocd")),
            TMPDIR=str(folder),
        )
        stand.plane.processes.start("argocd-server", command, told)
        stand.plane.processes.until(lambda: listening(self._port), "argocd-server")
        self._argocd("login", self._address, "--username", "admin", "--password", self._password())
        self._tokens = {name: self._argocd("account", "generate-token", "--account", name) for name in _ACCOUNTS}

    def given(self, account: str) -> dict[str, str]:
        """Return the variables of a pipeline, and argocd on its path."""
        return {
            "ARGOCD_SERVER": self._address,
            "ARGOCD_AUTH_TOKEN": self._tokens[account],
            "ARGOCD_OPTS": "--grpc-web --insecure",  # nobody knows who signed its certificate
            "PATH": f"{self._stand.server.programs}:{environment()['PATH']}",
        }

    @property
    def _address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def _password(self) -> str:
        """Return the administrator's password, which the server makes up when it starts for the first time."""
        path = f"/api/v1/namespaces/{NAMESPACE}/secrets"

        def there() -> bool:
            names = [one["metadata"]["name"] for one in self._stand.plane.api.get(path)["items"]]
            return "argocd-initial-admin-secret" in names

        assert wait(there)
        secret = self._stand.plane.api.get(f"{path}/argocd-initial-admin-secret")
        return base64.b64decode(secret["data"]["password"]).decode()

    def _argocd(self, *arguments: str) -> str:
        command = [self._stand.server.programs / "argocd", *arguments, "--grpc-web", "--insecure"]
        told = environment(HOME=str(self._folder))
        done = subprocess.run(command, env=told, capture_output=True, text=True, timeout=LIMIT, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def _policy(account: str) -> list[str]:
    """Return what the pipelines themselves say that their account needs."""
    heads = [(TOP / f"install/{name}-pipeline.github.yaml").read_text() for name in _ACCOUNTS[account]]
    lines = [line for head in heads for line in _ALLOWED.findall(head)]
    return [line.replace("ROLE", account).replace("PROJECT", "default") for line in lines]
