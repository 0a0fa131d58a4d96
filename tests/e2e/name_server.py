"""A name server for the pods: it knows the cluster's Services, and no name of the world outside."""

import asyncio
import socket
import struct
from collections.abc import Mapping
from typing import cast

_ADDRESS, _NO_SUCH_NAME = 1, 3
_SECONDS = 1
"""How long an answer may be kept."""


class NameServer(asyncio.DatagramProtocol):
    """Answers one question a datagram, from names that may change at any time."""

    def __init__(self) -> None:
        self.known: Mapping[str, list[str]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to answer by."""
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a question."""
        self._transport.sendto(answered(data, self.known), addr)


def answered(question: bytes, known: Mapping[str, list[str]]) -> bytes:
    """Return the answer to a question: the addresses of a name, none of another sort, or that there is no such name."""
    end, labels = 12, []
    while length := question[end]:
        labels.append(question[end + 1 : end + 1 + length].decode("ascii", "replace").lower())
        end += 1 + length
    (asked,) = struct.unpack_from("!H", question, end + 1)
    addresses = known.get(".".join(labels))
    found = addresses or [] if asked == _ADDRESS else []
    code = 0 if addresses is not None else _NO_SUCH_NAME
    head = question[:2] + struct.pack("!HHHHH", 0x8580 | code, 1, len(found), 0, 0)
    rows = [struct.pack("!HHHIH", 0xC00C, _ADDRESS, 1, _SECONDS, 4) + socket.inet_aton(one) for one in found]
    return head + question[12 : end + 5] + b"".join(rows)
