"""The argocd-cmp-server that runs in this container: its folder of plugin.yaml, its variables, and its socket."""

import os
from contextlib import suppress

_NAME = "argocd-cmp-server"
_FLAG = "--config-dir-path"
_PROC = "/proc"
_FLAGS, _INODE, _PATH = 3, 6, 7  # where they stand in a line of /proc/net/unix
_LISTENS = "00010000"  # the flag of a socket that listens (__SO_ACCEPTCON)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def servers() -> list[str]:
    """Return the processes of such servers, of which a sidecar has one."""
    return [pid for pid, _ in _servers()]


def configured() -> str:
    """Return the folder of plugin.yaml that its command line names, "" if it names none, or it does not run."""
    for _, argv in _servers():
        for word, following in zip(argv, [*argv[1:], ""], strict=True):
            flag, equals, folder = word.partition("=")
            if flag == _FLAG:
                return folder if equals else following
    return ""


def variable(pid: str, name: str) -> str:
    """Return the text of a variable of a process, "" where it is not set or may not be known."""
    words = _read(f"{pid}/environ").split("\0")
    return next((text for word, _, text in (one.partition("=") for one in words) if word == name), "")


def listening(pid: str) -> str:
    """Return the path of the socket at which a process listens, "" where there is none or it may not be known."""
    opened = set(_opened(pid))
    for line in _read(f"{pid}/net/unix").splitlines():
        words = line.split(None, 7)  # number, count, protocol, flags, type, state, inode, path
        if len(words) > _PATH and words[_FLAGS] == _LISTENS and f"socket:[{words[_INODE]}]" in opened:
            return words[_PATH]
    return ""


def _opened(pid: str) -> "Iterator[str]":
    """Yield what the descriptors of a process lead to, as far as that may be known."""
    try:
        for number in os.listdir(f"{_PROC}/{pid}/fd"):
            with suppress(OSError):  # it was closed meanwhile
                yield os.readlink(f"{_PROC}/{pid}/fd/{number}")
    except OSError:
        return


def _servers() -> "Iterator[tuple[str, list[str]]]":
    """Yield number and command line of such servers; containers that share processes each have their own files."""
    here = _files("self")
    for pid in sorted((name for name in os.listdir(_PROC) if name.isdigit()), key=int):
        argv = _read(f"{pid}/cmdline").rstrip("\0").split("\0")
        if os.path.basename(argv[0]) == _NAME and _files(pid) == here:
            yield pid, argv


def _read(name: str) -> str:
    """Return a file of /proc, "" where its process has ended or it may not be read."""
    try:
        with open(f"{_PROC}/{name}", "rb") as file:
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def _files(pid: str) -> str:
    """Return which file systems a process sees, "" where it may not be known."""
    try:
        return os.readlink(f"{_PROC}/{pid}/ns/mnt")
    except OSError:
        return ""
