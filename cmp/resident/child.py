"""The child process of the server for one request: becomes what the client is, and runs the command."""

import os
import resource
import signal
import socket
import time

from cmp.resident import wire
from cmp.resident.progress import Progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Run = Callable[[str, Progress], int]
    """Runs a command and returns its exit code; tells how far it is."""

_PATIENCE = 10.0  # seconds for a request to arrive as a whole
_LIMITS = (
    *(resource.RLIMIT_AS, resource.RLIMIT_CORE, resource.RLIMIT_CPU, resource.RLIMIT_DATA, resource.RLIMIT_FSIZE),
    *(resource.RLIMIT_MEMLOCK, resource.RLIMIT_NPROC, resource.RLIMIT_STACK),
)


def answer(link: socket.socket, run: "Run", notes: int) -> None:
    """Run the command that a client asks for, and tell it the exit code. Where that fails, it is told nothing.

    What the server wants to know goes to the pipe `notes`, unless that is -1.
    """
    progress = Progress(link, notes)
    try:
        link.settimeout(_PATIENCE)
        content, descriptors = _received(link)
        link.settimeout(None)
        command, umask, variables = wire.read_request(content)
        _become(wire.peer(link), umask, variables, descriptors)
        progress.asked(command, variables)
        progress.ended(run(command, progress))
    except (OSError, ValueError):  # the client is gone, or has higher limits than this process may have
        return


def _received(link: socket.socket) -> tuple[bytes, list[int]]:
    """Return a request without its length, and the descriptors that came with it. Raises OSError where it lacks."""
    length, descriptors, _, _ = socket.recv_fds(link, wire.LENGTH, wire.DESCRIPTORS)
    length += _read(link, wire.LENGTH - len(length))
    if len(descriptors) != wire.DESCRIPTORS:
        raise ConnectionError
    return _read(link, int.from_bytes(length, "big")), descriptors


def _read(link: socket.socket, size: int) -> bytes:
    """Return so many bytes. Raises ConnectionError where the connection ends before."""
    parts = []
    while size:
        if not (part := link.recv(size)):
            raise ConnectionError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _become(client: int, umask: int, variables: "Mapping[bytes, bytes]", descriptors: list[int]) -> None:
    """Take over the client's outputs, working directory, environment, mask of new files and limits.

    Raises:
        OSError, ValueError: that can't be; a limit that is lower here than there would make another render of it.
    """
    folder, *outputs = descriptors
    os.fchdir(folder)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, descriptor in enumerate((nothing, *outputs)):
        os.dup2(descriptor, number)
    for descriptor in (nothing, *descriptors):
        os.close(descriptor)
    os.environb.clear()
    os.environb.update(variables)
    time.tzset()
    os.umask(umask)
    for limit in _LIMITS:
        resource.setrlimit(limit, resource.prlimit(client, limit))
    _limit_descriptors(client)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _limit_descriptors(client: int) -> None:
    """Take over the hard limit of descriptors; the soft one is the server's, since Go has raised the client's.

    That is what each program of Go does as it starts, up to one less than the hard limit (syscall/rlimit.go, Go 1.26).
    """
    own, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    _, hard = resource.prlimit(client, resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(own, hard), hard))
