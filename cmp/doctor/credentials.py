"""Whether what is mounted for hosts can be used; of what it says, not a letter is shown."""

import os
import ssl
from collections.abc import Iterator

from cmp.doctor.model import Setup, Told
from cmp.pull.credentials import NAMES
from cmp.pull.location import HOST

_MOST = 1 << 16
_THING = "credentials"


def credentials(setup: Setup) -> Iterator[Told]:
    """Tell of each host's folder."""
    top = setup.environ.get("SWELL_CREDENTIALS")
    if not top:
        return
    try:
        hosts = [name for name in sorted(os.listdir(top)) if not name.startswith(".")]
    except OSError as problem:
        text = f"SWELL_CREDENTIALS is {top}: {problem.strerror}"
        yield Told(thing=_THING, text=text, cure="mount a folder there that holds one for each host")
        return
    if not hosts:
        yield Told(thing=_THING, text=f"{top} is empty", cure="mount a Secret there for each host, or unset it")
    for host in hosts:
        yield _of_host(host, os.path.join(top, host))


def _of_host(host: str, folder: str) -> Told:
    if not os.path.isdir(folder) or not HOST.fullmatch(host):
        cure = "name it after a host, such as git.example.com, and put its files inside"
        return Told(thing=_THING, text=f"{folder} is no host's folder", cure=cure)
    try:
        files = [name for name in sorted(os.listdir(folder)) if not name.startswith(".")]
    except OSError as problem:
        return _wrong(folder, f"can't be read: {problem.strerror}", "let user 999 read it (`defaultMode: 0444`)")
    known = [name for name in files if name in NAMES]
    if not known:
        there = f"holds {', '.join(files)}" if files else "is empty"
        return _wrong(folder, f"{there}, and nothing that is looked for", f"name its files {', '.join(NAMES)}")
    for name in known:
        if told := _of_file(os.path.join(folder, name), name):
            return told
    if "username" in known and "password" not in known:
        return _wrong(folder, "has a username and no password", "add the file password")
    return Told(thing=_THING, text=f"{host}: {', '.join(known)}")


def _of_file(path: str, name: str) -> Told | None:
    """Tell what is wrong with a file."""
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(_MOST)
    except OSError as problem:
        return _wrong(path, f"can't be read: {problem.strerror}", "let user 999 read it (`defaultMode: 0444`)")
    except UnicodeDecodeError:
        return _wrong(path, "is not UTF-8 text", "write it anew, as text")
    if not text.strip():
        return _wrong(path, "is empty", "write it anew, or remove it")
    return _WRONG[name](path, text)


def _a_word(path: str, text: str) -> Told | None:
    if "\n" in text.strip("\r\n"):
        return _wrong(path, "has more than one line", "put nothing but the word itself into it")
    return None


def _a_key(path: str, text: str) -> Told | None:
    if not text.startswith("-----BEGIN ") or "PRIVATE KEY-----" not in text:
        return _wrong(path, "is no private key", "take the file without .pub that ssh-keygen wrote")
    if not text.endswith("\n"):
        return _wrong(path, "lacks its last line break, and ssh takes it for broken", "end it with one")
    found = os.stat(path)
    if found.st_uid == os.getuid() and found.st_mode & 0o077:
        return _wrong(path, "may be read by others, and ssh refuses that", "say `defaultMode: 0400`, or chmod 400")
    return None


def _an_authority(path: str, text: str) -> Told | None:
    try:
        ssl.create_default_context(cadata=text)
    except (ssl.SSLError, ValueError):
        return _wrong(path, "holds no certificate", "take the authority's, as PEM")
    return None


def _hosts(path: str, text: str) -> Told | None:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines or any(len(line.split()) < 3 for line in lines):  # noqa: PLR2004  (names, kind of key, key)
        return _wrong(path, "holds lines that know no host", "take what ssh-keyscan prints")
    return None


_WRONG = {
    "username": _a_word,
    "password": _a_word,
    "ssh-privatekey": _a_key,
    "ca.crt": _an_authority,
    "known_hosts": _hosts,
}


def _wrong(path: str, text: str, cure: str) -> Told:
    return Told(thing=_THING, text=f"{path} {text}", cure=cure)
