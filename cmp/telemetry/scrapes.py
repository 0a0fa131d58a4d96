"""The server of the metrics: few connections at once, each for a short time, so that no client takes it from others.

Anybody who reaches the port may ask, and memory is that of the sidecar: threads of clients that only hold their
connections would take it from renders.
"""

import socket
import threading
from collections import deque
from contextlib import suppress
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

MOST = 16
"""Connections at once; one more ends the oldest, which had time enough: a scrape takes some milliseconds."""
_SILENCE = 10.0  # seconds


class _Scrape(WSGIRequestHandler):
    """Answers a client that says what it wants in time, and logs nothing: stderr is the sidecar's log."""

    timeout = _SILENCE

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (as it is called there)
        pass


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each client in a thread of its own."""

    daemon_threads = True
    request_queue_size = 128

    def server_activate(self) -> None:
        """Listen, with no client yet."""
        self._open = deque[socket.socket]()
        super().server_activate()

    def process_request(self, request: socket.socket, client_address: object) -> None:  # type: ignore[override]
        """Begin with a client, and end the oldest one if there are too many."""
        self._open.append(request)
        if len(self._open) > MOST:
            with suppress(OSError, IndexError):
                self._open.popleft().shutdown(socket.SHUT_RDWR)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket) -> None:  # type: ignore[override]
        """End with a client."""
        with suppress(ValueError):  # it was ended as the oldest
            self._open.remove(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went, or was silent."""


def serve(app: "WSGIApplication", address: str, port: int) -> None:
    """Serve an application of WSGI over HTTP, in threads. Raises OSError where that can't be."""
    family, *_, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]

    class Server(_Server):
        address_family = family

    server = make_server(str(place[0]), port, app, Server, _Scrape)
    threading.Thread(target=server.serve_forever, daemon=True).start()
