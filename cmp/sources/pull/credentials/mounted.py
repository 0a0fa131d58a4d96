"""The credentials that the operator mounts: SWELL_CREDENTIALS names a folder with one folder for each host.

A host's files are named like the keys of Kubernetes' own Secrets: username, password, ssh-privatekey, ca.crt, and
known_hosts; realm names the host of a registry's token service, where that is another one.
"""

import os
from fnmatch import fnmatchcase

from cmp.errors import PullError
from cmp.settings import Settings
from cmp.sources.model import Pulling
from cmp.sources.pull.location import HOST, Location, without_port
from cmp.value import Value

_MOST = 1 << 16


class Mounted(Value):
    """The mounted files of a host: their paths, "" for missing files."""

    folder: str = ""
    username: str = ""
    password: str = ""
    key: str = ""
    authority: str = ""
    known_hosts: str = ""
    realm: str = ""


class Login(Value):
    """A name and a password, or a token that is exchanged for another; `repr` hides them."""

    username: str = ""
    password: str = ""
    token: str = ""

    def __repr__(self) -> str:
        return "Login(hidden)"


_FILES = {
    "username": "username",
    "password": "password",
    "key": "ssh-privatekey",
    "authority": "ca.crt",
    "known_hosts": "known_hosts",
    "realm": "realm",
}
NAMES = tuple(_FILES.values())


def granted(host: str, pulling: Pulling) -> Mounted:
    """Return the mounted files that the policy grants for a host; without a grant none that holds a secret."""
    files = mounted(host, pulling.settings)
    return files if is_granted(host, pulling) else files.replace(username="", password="", key="")


def is_granted(host: str, pulling: Pulling) -> bool:
    """Tell whether the policy lets a project use the credentials that this machine has for a host."""
    hosts = pulling.bounds.credentials
    return hosts is None or any(fnmatchcase(name, glob) for name in (host, without_port(host)) for glob in hosts)


def mounted(host: str, settings: Settings) -> Mounted:
    """Return the mounted files of a host, from the folder with its port or the one without."""
    top = settings.credentials
    names = (host, without_port(host)) if top and HOST.fullmatch(host) else ()
    for name in dict.fromkeys(names):
        folder = os.path.join(os.path.abspath(top), name)
        if os.path.isdir(folder):
            found = {field: os.path.join(folder, file) for field, file in _FILES.items()}
            return Mounted(folder=folder, **{field: path for field, path in found.items() if os.path.isfile(path)})
    return Mounted()


def login(files: Mounted, *, alias: str) -> Login | None:
    """Return the mounted name and password, None if there is no password.

    Raises:
        PullError: they can't be read.
    """
    if not files.password:
        return None
    name = _text(files.username, alias=alias) if files.username else "git"  # with a token, servers ignore the name
    return Login(username=name, password=_text(files.password, alias=alias))


def realm_host(host: str, settings: Settings) -> str:
    """Return the host that the operator names as the token service of a registry, "" where there is none."""
    path = mounted(host, settings).realm
    return _text(path, alias="").strip().lower() if path else ""


def secrets(location: Location, settings: Settings) -> tuple[str, ...]:
    """Return the secret texts that must not appear in any message."""
    files = mounted(location.host, settings)
    return tuple(_text(path, alias="") for path in (files.password,) if path)


def _text(path: str, *, alias: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(_MOST).strip("\r\n")
    except (OSError, UnicodeDecodeError) as problem:
        why = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise PullError(
            f"can't read the credentials in {path}: {why}",
            where=alias,
            fix="let the sidecar's user read what is mounted: defaultMode 0440 and its group",
        ) from None
