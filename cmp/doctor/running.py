"""The argocd-cmp-server that runs in this container: its folder of plugin.yaml, and its variables."""

import os
from collections.abc import Iterator

_NAME = "argocd-cmp-server"
_FLAG = "--config-dir-path"
_PROC = "/proc"


def configured() -> str:
    """Return the folder of plugin.yaml that its command line names, "" if it names none, or it does not run."""
    for _, argv in _servers():
        for word, following in zip(argv, [*argv[1:], ""], strict=True):
            flag, equals, folder = word.partition("=")
            if flag == _FLAG:
                return folder if equals else following
    return ""


def variable(name: str) -> Iterator[str]:
    """Yield the text of a variable of each such server, "" where it is not set or may not be known."""
    for pid, _ in _servers():
        try:
            with open(f"{_PROC}/{pid}/environ", "rb") as file:
                words = file.read().decode(errors="replace").split("\0")
        except OSError:
            words = []
        yield next((text for word, _, text in (one.partition("=") for one in words) if word == name), "")


def _servers() -> Iterator[tuple[str, list[str]]]:
    """Yield number and command line of such servers; containers that share processes each have their own files."""
    here = _files("self")
    for pid in sorted((name for name in os.listdir(_PROC) if name.isdigit()), key=int):
        try:
            with open(f"{_PROC}/{pid}/cmdline", "rb") as file:
                argv = file.read().decode(errors="replace").rstrip("\0").split("\0")
        except OSError:  # it has ended
            continue
        if os.path.basename(argv[0]) == _NAME and _files(pid) == here:
            yield pid, argv


def _files(pid: str) -> str:
    """Return which file systems a process sees, "" where it may not be known."""
    try:
        return os.readlink(f"{_PROC}/{pid}/ns/mnt")
    except OSError:
        return ""
