"""Names and passwords for HTTP: mounted for Swell, else from the login files of Docker, Helm and netrc."""

import base64
import json
import os
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from cmp import dialect
from cmp.errors import CommandError
from cmp.sources.model import Pulling
from cmp.sources.pull.credentials.mounted import Login, is_granted, login, mounted
from cmp.sources.pull.location import site, without_port
from cmp.system import process

_DOCKER_HUB = ("docker.io", "registry-1.docker.io", "index.docker.io")
_MOST = 1 << 20


def for_registry(host: str, *, alias: str, pulling: Pulling) -> Login | None:
    """Return the login for an OCI registry; None where the policy grants none."""
    if not is_granted(host, pulling):
        return None
    if found := login(mounted(host, pulling.settings), alias=alias):
        return found
    for path in _registry_files(pulling.settings.variables):
        if found := _in_docker_config(_json(path), host, pulling):
            return found
    return None


def for_repository(url: str, *, alias: str, pulling: Pulling) -> Login | None:
    """Return the login for a URL on a host of Helm repositories; None where the policy grants none."""
    host, path = urlsplit(url).netloc, f"{urlsplit(url).path}/"
    variables = pulling.settings.variables
    if not is_granted(host, pulling):
        return None
    if found := login(mounted(host, pulling.settings), alias=alias):
        return found
    config = variables.get("HELM_REPOSITORY_CONFIG") or os.path.join(_helm_home(variables), "repositories.yaml")
    for entry in _repositories(config):
        known = str(entry.get("url", ""))
        here = site(known) is not None and site(known) == site(url)
        if here and entry.get("password") and path.startswith(urlsplit(known).path.rstrip("/") + "/"):
            return Login(username=str(entry.get("username", "")), password=str(entry["password"]))
    return in_netrc(host, variables)


def _registry_files(variables: Mapping[str, str]) -> Iterator[str]:
    home = variables.get("HOME", "")
    yield variables.get("HELM_REGISTRY_CONFIG") or os.path.join(_helm_home(variables), "registry/config.json")
    yield os.path.join(variables.get("DOCKER_CONFIG") or os.path.join(home, ".docker"), "config.json")


def _helm_home(variables: Mapping[str, str]) -> str:
    config = variables.get("XDG_CONFIG_HOME") or os.path.join(variables.get("HOME", ""), ".config")
    return variables.get("HELM_CONFIG_HOME") or os.path.join(config, "helm")


def _in_docker_config(config: Any, host: str, pulling: Pulling) -> Login | None:
    names = ("https://index.docker.io/v1/", *_DOCKER_HUB) if host in _DOCKER_HUB else (host, f"https://{host}")
    for name in names:
        program = (config.get("credHelpers") or {}).get(name) or config.get("credsStore")
        if program and (found := _asked(str(program), name, pulling)):
            return found
        entry = (config.get("auths") or {}).get(name)
        if isinstance(entry, dict):
            pair = base64.b64decode(entry.get("auth") or "").decode(errors="replace").partition(":")
            username, password = entry.get("username") or pair[0], entry.get("password") or pair[2].rstrip("\0")
            if password or entry.get("identitytoken"):
                return Login(username=username, password=password, token=entry.get("identitytoken") or "")
    return None


def _asked(program: str, name: str, pulling: Pulling) -> Login | None:
    """Return the login from one of Docker's credential helpers, which the operator installed and named."""
    from shutil import which

    path = which(f"docker-credential-{program}", path=pulling.settings.path)
    if not path or os.sep in program:
        return None
    question = process.scratch(name.encode())
    try:
        running = process.start((path, "get"), env=pulling.settings.variables, stdin=question, group=True)
        answer = process.finish(running, deadline=pulling.deadline)
        told = json.loads(answer.stdout) if not answer.status else {}
    except (CommandError, ValueError, RecursionError):
        return None
    finally:
        os.close(question)
    if told.get("Username") == "<token>":
        return Login(token=told.get("Secret", ""))
    return Login(username=told["Username"], password=told.get("Secret", "")) if told.get("Username") else None


def in_netrc(host: str, variables: Mapping[str, str]) -> Login | None:
    """Return the login for a host in netrc; the port is ignored."""
    from netrc import NetrcParseError, netrc

    path = variables.get("NETRC") or os.path.join(variables.get("HOME", ""), ".netrc")
    try:
        found = netrc(path).authenticators(without_port(host))
    except (OSError, NetrcParseError, UnicodeDecodeError):
        return None
    return Login(username=found[0] or "", password=found[2] or "") if found else None


def _repositories(path: str) -> list[dict[str, Any]]:
    text = _text(path)
    try:
        entries = (dialect.load(text) or {}).get("repositories") if text else None
    except (dialect.YamlError, AttributeError):
        return []
    return [entry for entry in entries or () if isinstance(entry, dict)]


def _json(path: str) -> dict[str, Any]:
    try:
        loaded = json.loads(_text(path) or "{}")
    except (ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(_MOST)
    except (OSError, UnicodeDecodeError):
        return ""
