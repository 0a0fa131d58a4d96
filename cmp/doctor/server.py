"""What argocd-cmp-server needs in the sidecar: itself, its plugin.yaml, and a socket that repo-server sees too."""

import os
import shutil
import socket
from collections.abc import Iterator

from cmp import dialect
from cmp.doctor.model import Result, Setup
from cmp.doctor.room import unwritable
from cmp.errors import SwellError
from cmp.resident import running
from cmp.system.files import read_linked

_SERVER = "/var/run/argocd/argocd-cmp-server"
_GENERATE = ["swell", "generate"]
_SECONDS = 2
# Where repo-server listens; only renders get this variable from it (util/askpass/common.go of Argo CD 3.6.1).
_ASK_PASS, _ASK_PASS_DEFAULT = "ARGOCD_ASK_PASS_SOCK", "/tmp/reposerver-ask-pass.sock"  # noqa: S108


def server(setup: Setup) -> Iterator[Result]:
    """Yield whether argocd-cmp-server is there, which the init container copyutil of the pod brings."""
    if not setup.home:
        return
    if os.access(_SERVER, os.X_OK):
        yield Result(thing="server", text=_SERVER)
    else:
        fix = f"mount the volume `var-files` at {os.path.dirname(_SERVER)}"
        yield Result(thing="server", text=f"{_SERVER} is missing", fix=fix)


def plugin(setup: Setup) -> Iterator[Result]:
    """Yield whether the plugin.yaml that is read calls Swell, and repo-server reaches its socket and answers git."""
    if not setup.home:
        return
    path = os.path.join(running.configured() or os.path.join(setup.home, "config"), "plugin.yaml")
    try:
        document = dialect.load(read_linked(path, shown=path))
    except (SwellError, dialect.YamlError) as problem:
        text = f"{path} is no YAML" if isinstance(problem, dialect.YamlError) else str(problem)
        yield Result(
            thing="plugin.yaml", text=text, fix="mount the file of install/plugin-configmap.yaml with its subPath"
        )
        return
    metadata, spec = (_mapping(_mapping(document).get(key)) for key in ("metadata", "spec"))
    name = "-".join(str(part) for part in (metadata.get("name"), spec.get("version")) if part)
    if not name or _argv(spec.get("generate")) != _GENERATE:
        text = f"{path} is no plugin that calls `{' '.join(_GENERATE)}`"
        yield Result(thing="plugin.yaml", text=text, fix="take the text of install/plugin-configmap.yaml")
        return
    borrowed = bool(spec.get("provideGitCreds"))
    yield _itself(setup, path, name, borrowed=borrowed)
    if borrowed:
        yield _asked(setup)
    yield _socket(setup, name)


def _itself(setup: Setup, path: str, name: str, *, borrowed: bool) -> Result:
    if borrowed and not shutil.which("argocd", path=setup.settings.path):
        text = "provideGitCreds is true, and argocd, which git asks then, is not on PATH"
        return Result(thing="plugin.yaml", text=text, fix=f"put {os.path.dirname(_SERVER)} on the container's PATH")
    return Result(thing="plugin.yaml", text=f"{path}, {name}{', with provideGitCreds' if borrowed else ''}")


def _asked(setup: Setup) -> Result:
    """Return the result for the socket at which repo-server answers git's question for a password."""
    path = setup.settings.variables.get(_ASK_PASS) or _ASK_PASS_DEFAULT
    if why := _silent(path):
        text = f"provideGitCreds is true, and repo-server does not answer git at {path}: {why}"
        fix = f"say the same {_ASK_PASS} for repo-server and this container, and mount one volume at its folder in both"
        return Result(thing="ask-pass", text=text, fix=fix)
    return Result(thing="ask-pass", text=path)


def _socket(setup: Setup, name: str) -> Result:
    folder = setup.settings.variables.get("ARGOCD_PLUGINSOCKFILEPATH") or os.path.join(setup.home, "plugins")
    path = os.path.join(folder, f"{name}.sock")
    if why := unwritable(folder):
        fix = f"mount the volume `plugins` at {folder}"
        return Result(thing="socket", text=f"can't write to {folder}: {why}", fix=fix)
    if why := _silent(path):
        text = f"no server listens at {path}: {why}"
        return Result(thing="socket", text=text, fix="see the log of this container: argocd-cmp-server does not run")
    return Result(thing="socket", text=path)


def _silent(path: str) -> str:
    """Return why a socket does not answer, "" if it does."""
    try:
        with socket.socket(socket.AF_UNIX) as asked:
            asked.settimeout(_SECONDS)
            asked.connect(path)
    except OSError as problem:
        return problem.strerror or "no answer"
    return ""


def _argv(command: object) -> list[object]:
    """Return a command of plugin.yaml with its arguments."""
    parts = [_mapping(command).get(key) for key in ("command", "args")]
    return [word for part in parts if isinstance(part, list) for word in part]


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
