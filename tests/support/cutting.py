"""A server between Swell and another one, which spoils one of the connections: by number, in one of several ways."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

KINDS = ("is refused", "breaks off at once", "breaks off half way", "is slow", "says nothing", "is the last one")
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER with which closing a connection resets it
_SLOW = 0.4  # seconds
_CHUNK = 1 << 16


class Spoiled(NamedTuple):
    """Which connection is spoiled, from 1, and how; the 0th is none."""

    number: int = 0
    kind: str = ""


class Between:
    """The server: its own port, how many connections there were, and how many bytes each has answered."""

    def __init__(self, port: int) -> None:
        """Stand before the server at a port of this machine."""
        self._there, self.spoiled = port, Spoiled()
        self.answered: list[int] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def reset(self, number: int = 0, kind: str = "") -> None:
        """Spoil another connection, and count from the beginning."""
        self.spoiled, self.answered = Spoiled(number, kind), []

    def stop(self) -> None:
        """Take no more connections."""
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                self.answered.append(0)
                threading.Thread(target=self._pass, args=(client, len(self.answered)), daemon=True).start()

    def _pass(self, client: socket.socket, number: int) -> None:
        here = self.spoiled.number == number
        kind = self.spoiled.kind if here else ""
        if kind == "is refused" or (self.spoiled.kind == "is the last one" and 0 < self.spoiled.number < number):
            _break(client)
            return
        if kind == "is slow":
            time.sleep(_SLOW)
        if kind == "says nothing":
            with suppress(OSError), client:
                while client.recv(_CHUNK):
                    pass
            return
        with suppress(OSError), client, socket.create_connection(("127.0.0.1", self._there)) as server:
            threading.Thread(target=_forward, args=(client, server), daemon=True).start()
            while chunk := server.recv(_CHUNK):
                if kind.startswith("breaks off") or kind == "is the last one":
                    client.sendall(chunk[: len(chunk) // 2] if kind != "breaks off at once" else b"")
                    _break(client)
                    return
                self.answered[number - 1] += len(chunk)
                client.sendall(chunk)


def _forward(client: socket.socket, server: socket.socket) -> None:
    with suppress(OSError):
        while chunk := client.recv(_CHUNK):
            server.sendall(chunk)
        server.shutdown(socket.SHUT_WR)


def _break(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    client.close()


@contextmanager
def between(port: int) -> Iterator[Between]:
    """Stand before a server until the block ends."""
    made = Between(port)
    try:
        yield made
    finally:
        made.stop()
