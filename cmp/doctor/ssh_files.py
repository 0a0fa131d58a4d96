"""Whether a mounted ssh key can be used, and whether the host's own key is known: ssh can ask no question here."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from fnmatch import fnmatchcase

from cmp.doctor.model import Setup
from cmp.errors import CommandError
from cmp.system.process import Finished

_WITH_PORT = re.compile(r"\[(.+)\](?::\d+)?")
_HASHED = "|1|"


def a_key(setup: Setup, path: str, text: str) -> tuple[str, str] | None:
    """Return what is wrong with a private key, and its fix."""
    if not text.startswith("-----BEGIN ") or "PRIVATE KEY-----" not in text:
        return "is no private key", "take the file without .pub that ssh-keygen wrote"
    if not text.endswith("\n"):
        return "lacks its last line break, and ssh takes it for broken", "end it with one"
    found = os.stat(path)
    if found.st_uid == os.getuid() and found.st_mode & 0o077:
        return "may be read by others, and ssh refuses that", "say `defaultMode: 0400`, or chmod 400"
    ended = _ended(setup, "ssh-keygen", "-y", "-P", "", "-f", path)
    if ended and ended.status and b"incorrect passphrase" in ended.stderr:
        return "has a passphrase, which can't be typed here", "take one without: `ssh-keygen -p -N ''` on a copy of it"
    if (
        ended and ended.status and b"No user exists" not in ended.stderr
    ):  # this is about the user that runs here, not about the key
        return "can't be read by ssh", "take the file without .pub that ssh-keygen wrote"
    return None


def known_hosts(text: str, host: str) -> tuple[str, str] | None:
    """Return what is wrong with the list of known hosts in a host's folder, and its fix."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines or any(len(line.split()) < 3 for line in lines):  # noqa: PLR2004  (names, kind of key, key)
        return "holds lines that know no host", "take what ssh-keyscan prints"
    if not _knows(text, host):
        return f"knows other hosts, and not {host}", f"add what `ssh-keyscan {host}` prints"
    return None


def unknown(setup: Setup, host: str) -> tuple[str, str] | None:
    """Return what is wrong with a key beside which no host is known, if none is known elsewhere, and the fix."""
    if any(_knows(text, host) for text in _elsewhere(setup, host)):
        return None
    return "has an ssh-privatekey and no known_hosts, and ssh refuses who is not known", (
        f"add the file known_hosts: what `ssh-keyscan {host}` prints"
    )


def _elsewhere(setup: Setup, host: str) -> Iterator[str]:
    """Yield the lists of known hosts that ssh reads by itself."""
    ended = _ended(setup, "ssh", "-G", host)
    for line in ended.stdout.decode(errors="replace").splitlines() if ended else ():
        option, *paths = line.split()
        if option in ("userknownhostsfile", "globalknownhostsfile"):
            for path in paths:
                try:
                    with open(os.path.expanduser(path), encoding="utf-8", errors="replace") as file:
                        yield file.read()
                except OSError:
                    continue


def _ended(setup: Setup, name: str, *arguments: str) -> Finished | None:
    """Run one of ssh's programs; None where it is missing, or does not end."""
    path = shutil.which(name, path=setup.settings.path)
    with suppress(CommandError):
        return setup.run((path, *arguments)) if path else None
    return None


def _knows(text: str, host: str) -> bool:
    """Return whether a host is in a list, at whatever port; a name that is hashed may be any."""
    plain = _plain(host)
    for line in text.splitlines():
        words = line.split()
        if words[:1] and words[0] in ("@cert-authority", "@revoked"):
            words = words[1:] if words[0] == "@cert-authority" else []
        for name in words[0].split(",") if words else ():
            if name.startswith(_HASHED) or fnmatchcase(plain, _plain(name)):
                return True
    return False


def _plain(name: str) -> str:
    """Return a host's name without brackets and port."""
    found = _WITH_PORT.fullmatch(name)
    return (found[1] if found else name.partition(":")[0] if name.count(":") == 1 else name).lower()
