"""Whether a server answers. The image's own client, which renders through it, is `swell-client`."""

import _socket  # `socket` itself would import enum and selectors
import contextlib

from cmp.resident import wire

_GREETED = 5.0  # seconds for a connection and the greeting; a server that is well needs a thousandth of that


class UnservedError(Exception):
    """There is no server, or none of this user."""


class SilentError(UnservedError):
    """There is a server, which does not answer."""


def greeted(path: str, *, patience: float = _GREETED) -> None:
    """Connect to the server at a socket, and leave it once it has greeted.

    Raises:
        UnservedError: none does within so many seconds of patience.
    """
    with contextlib.closing(_socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)) as link:
        try:
            link.settimeout(patience)
            link.connect(path)
            wire.peer(link)
            said = link.recv(wire.FRAME, _socket.MSG_WAITALL)
        except (TimeoutError, BlockingIOError):  # the second where too many wait to be accepted
            raise SilentError("it does not answer") from None
        except OSError as problem:
            raise UnservedError(problem.strerror) from None
    if said[:1] != wire.HELLO:
        raise UnservedError("it has ended")
