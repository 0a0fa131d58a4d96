"""Whether the credentials that are mounted for hosts can be used. No part of their content is ever printed."""

import os
import ssl
from collections.abc import Iterator, Sequence

from cmp.doctor import ssh_files
from cmp.doctor.model import Result, Setup
from cmp.sources.pull.credentials.mounted import NAMES
from cmp.sources.pull.location import HOST

_MOST = 1 << 20  # no Secret holds more
_THING = "credentials"


def credentials(setup: Setup) -> Iterator[Result]:
    """Yield whether the folder of each host can be read, and its files are what their names say."""
    top = setup.settings.credentials
    if not top:
        return
    try:
        hosts = [name for name in sorted(os.listdir(top)) if not name.startswith(".")]
    except OSError as problem:
        text = f"SWELL_CREDENTIALS is {top}: {problem.strerror}"
        yield Result(thing=_THING, text=text, fix="mount a folder there that holds one for each host")
        return
    if not hosts:
        yield Result(thing=_THING, text=f"{top} is empty", fix="mount a Secret there for each host, or unset it")
    for host in hosts:
        yield _of_host(setup, host, os.path.join(top, host))


def _of_host(setup: Setup, host: str, folder: str) -> Result:
    if not os.path.isdir(folder) or not HOST.fullmatch(host):
        fix = "name it after a host, such as git.example.com, and put its files inside"
        return Result(thing=_THING, text=f"{folder} is no host's folder", fix=fix)
    try:
        files = [name for name in sorted(os.listdir(folder)) if not name.startswith(".")]
    except OSError as problem:
        return _wrong(folder, f"can't be read: {problem.strerror}", "let user 999 read it (`defaultMode: 0444`)")
    known = [name for name in files if name in NAMES]
    if not known:
        there = f"holds {', '.join(files)}" if files else "is empty"
        return _wrong(folder, f"{there}, and nothing that is looked for", f"name its files {', '.join(NAMES)}")
    for name in known:
        path = os.path.join(folder, name)
        if ill := _of_file(setup, path, host):
            return _wrong(path, *ill)
    if ill := _missing(setup, known, host):
        return _wrong(folder, *ill)
    return Result(thing=_THING, text=f"{host}: {', '.join(known)}")


def _missing(setup: Setup, known: Sequence[str], host: str) -> tuple[str, str] | None:
    """Return which file is missing beside another one, and the fix; None where none is."""
    if "username" in known and "password" not in known:
        return "has a username and no password", "add the file password"
    if "ssh-privatekey" in known and "known_hosts" not in known:
        return ssh_files.unknown(setup, host)
    return None


def _of_file(setup: Setup, path: str, host: str) -> tuple[str, str] | None:
    """Return what is wrong with a file, and its fix; None where nothing is."""
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST)
    except OSError as problem:
        return f"can't be read: {problem.strerror}", "let user 999 read it (`defaultMode: 0444`)"
    if not content.strip():
        return "is empty", "write it again, or remove it"
    match os.path.basename(path):
        case "ca.crt":
            return _authority(path)
        case "ssh-privatekey":
            return ssh_files.a_key(setup, path, content.decode(errors="replace"))
        case "known_hosts":
            return ssh_files.known_hosts(content.decode(errors="replace"), host)
        case _:
            return _one_line(content)


def _one_line(content: bytes) -> tuple[str, str] | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return "is not UTF-8 text", "write it again, as text"
    if "\n" in text.strip("\r\n"):
        return "has more than one line", "put nothing but the word itself into it"
    return None


def _authority(path: str) -> tuple[str, str] | None:
    try:
        ssl.create_default_context().load_verify_locations(cafile=path)  # as a pull does
    except (ssl.SSLError, ValueError):
        return "holds no certificate", "take the authority's, as PEM"
    return None


def _wrong(path: str, text: str, fix: str) -> Result:
    return Result(thing=_THING, text=f"{path} {text}", fix=fix)
