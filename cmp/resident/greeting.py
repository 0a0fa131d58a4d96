"""Whether a server answers. The image's own client, which renders through it, is `swell-client`."""

import _socket  # `socket` itself would import enum and selectors
import contextlib

from cmp.resident import wire

_GREETED = 5.0  # seconds for a connection and the greeting; a server that is well needs a thousandth of that
SILENT = "it does not answer"


class UnservedError(Exception):
    """There is no server, or none of this user."""


def greeted(path: str) -> None:
    """Connect to the server at a socket, and leave it once it has greeted. Raises UnservedError where none does."""
    with contextlib.closing(_socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)) as link:
        try:
            link.settimeout(_GREETED)
            link.connect(path)
            wire.peer(link)
            said = link.recv(wire.FRAME, _socket.MSG_WAITALL)
        except OSError as problem:  # a TimeoutError of Python's own has no text
            raise UnservedError(problem.strerror or SILENT) from None
    if said[:1] != wire.HELLO:
        raise UnservedError("it has ended")
