"""The folder of plugin.yaml, from the command line of the argocd-cmp-server that runs in this container."""

import os
from collections.abc import Iterator

_NAME = "argocd-cmp-server"
_FLAG = "--config-dir-path"
_PROC = "/proc"


def configured() -> str:
    """Return the folder of its plugin.yaml, "" if its command line names none, or it does not run."""
    for argv in _servers():
        for word, following in zip(argv, [*argv[1:], ""], strict=True):
            flag, equals, folder = word.partition("=")
            if flag == _FLAG:
                return folder if equals else following
    return ""


def _servers() -> Iterator[list[str]]:
    """Yield the command lines of such servers; containers that share their processes each have their own files."""
    here = _files("self")
    for pid in sorted((name for name in os.listdir(_PROC) if name.isdigit()), key=int):
        try:
            with open(f"{_PROC}/{pid}/cmdline", "rb") as file:
                argv = file.read().decode(errors="replace").rstrip("\0").split("\0")
        except OSError:  # it has ended
            continue
        if os.path.basename(argv[0]) == _NAME and _files(pid) == here:
            yield argv


def _files(pid: str) -> str:
    """Return which file systems a process sees, "" where it may not be known."""
    try:
        return os.readlink(f"{_PROC}/{pid}/ns/mnt")
    except OSError:
        return ""
