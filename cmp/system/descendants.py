"""Killing a program together with all that it has started, as far as /proc tells.

A wrapper around Helm may start it as a child, in a session of its own, or in the background and end before it.
"""

import os
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_SIGKILL, _SIGSTOP = 9, 19
_ENDED = ("Z", "X")


def kill(pid: int, *, pipes: "Collection[int]") -> None:
    """Kill a process, its descendants, and all processes that have inherited one of its pipes, with their descendants.

    All are stopped first, until no further one is found: a stopped process starts no other.

    Args:
        pid: the process.
        pipes: descriptors of this process; what it has written to is at their other ends.
    """
    inodes = {os.fstat(pipe).st_ino for pipe in pipes}
    stopped: set[int] = set()
    while new := _family(pid, inodes) - stopped:
        _signal(new, _SIGSTOP)
        stopped |= new
    _signal(stopped, _SIGKILL)


def _family(pid: int, inodes: set[int]) -> set[int]:
    children: dict[int, list[int]] = {}
    found = [pid]
    for one, parent in _processes():
        children.setdefault(parent, []).append(one)
        if one != os.getpid() and not inodes.isdisjoint(_open_pipes(one)):
            found.append(one)
    for one in found:  # which grows meanwhile
        found += children.pop(one, [])
    return set(found)


def _processes() -> "Iterator[tuple[int, int]]":
    """Yield the number of each running process, and that of its parent."""
    with suppress(FileNotFoundError):  # without /proc none is known
        for name in os.listdir("/proc"):
            if name.isdigit():
                with suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
                    state, parent = file.read().decode(errors="replace").rpartition(")")[2].split()[:2]
                    if state not in _ENDED:
                        yield int(name), int(parent)


def _open_pipes(pid: int) -> "Iterator[int]":
    """Yield the inodes of what a process has open; of another user's process none."""
    with suppress(OSError):
        for name in os.listdir(f"/proc/{pid}/fd"):
            with suppress(OSError):
                yield os.stat(f"/proc/{pid}/fd/{name}").st_ino


def _signal(pids: set[int], number: int) -> None:
    for pid in pids:
        with suppress(OSError):  # it has ended, or belongs to another user
            os.kill(pid, number)
