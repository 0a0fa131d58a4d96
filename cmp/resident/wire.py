"""What client and server send to each other. The client is `swell-client`, which is written in Go.

1. The server accepts a connection and sends HELLO. A client that gets none goes away, having handed over nothing.
2. The client sends its request, and with it the descriptors of its working directory, its stdout and its stderr.
3. The child process that renders sends BEGUN before it writes the first byte to stdout, and ENDED with its exit code as
   its last act. Where it was killed, the server sends KILLED with the signal.

The socket ends for the client only when neither server nor child has it open any more: then nothing is written later.
Without ENDED or KILLED the render was lost, and without BEGUN nothing of it is on stdout.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _socket
    from collections.abc import Iterable, Mapping
    from socket import socket

SERVER = "SWELL_SERVER"
"""The variable that names the server's socket: set for argocd-cmp-server, which hands it on to the client."""
UNSERVED, LOST = "SWELL_UNSERVED", "SWELL_LOST"
"""The variables by which the client hands a call back: why there was no server, the number of an error of the operating
system or words; and that the render was lost, with the signal that has killed it, 0 where that is not known."""
DESCRIPTORS = 3
LENGTH = 4
"""The bytes that hold the length of a request, before it."""
FRAME = 2
"""The bytes of what the server sends: one of these, and a number."""
HELLO, BEGUN, ENDED, KILLED = b"H", b"B", b"E", b"K"
_CREDENTIALS = 12  # bytes of `struct ucred`: pid, uid and gid


def frame(kind: bytes, number: int = 0) -> bytes:
    """Return one message of the server's side."""
    return kind + bytes([number])


def request(command: str, umask: int, variables: "Mapping[bytes, bytes]") -> bytes:
    """Return a request with its length: the command, the umask, and the environment, separated by NUL."""
    words = (command.encode(), b"%o" % umask, *(b"%b=%b" % pair for pair in variables.items()))
    content = b"\0".join(words)
    return len(content).to_bytes(LENGTH, "big") + content


def read_request(content: bytes) -> tuple[str, int, dict[bytes, bytes]]:
    """Return the command, the umask and the environment of a request without its length."""
    command, umask, *variables = content.split(b"\0")
    return command.decode(), int(umask, 8), dict(_pairs(variables))


def _pairs(variables: "Iterable[bytes]") -> "Iterable[tuple[bytes, bytes]]":
    for variable in variables:
        name, _, text = variable.partition(b"=")
        yield name, text


def peer(link: "_socket.socket | socket") -> int:
    """Return the process at the other end of a connection.

    Raises:
        PermissionError: it belongs to another user.
    """
    from _socket import SO_PEERCRED, SOL_SOCKET

    found = memoryview(link.getsockopt(SOL_SOCKET, SO_PEERCRED, _CREDENTIALS)).cast("i")
    if found[1] != os.getuid():
        raise PermissionError(0, "it belongs to another user")
    return found[0]
