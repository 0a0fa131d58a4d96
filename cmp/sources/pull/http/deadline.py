"""HTTP with one deadline for the whole response: a socket's timeout alone starts again with each byte."""

import io
import socket
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib import request

from cmp.system.process import Deadline


class TimelyHandler(request.HTTPSHandler, request.HTTPHandler):
    """Opens http and https connections by `connect`; waiting for a response ends at the deadline."""

    def __init__(
        self, deadline: Deadline, connect: Callable[[tuple[str, int], float | None], socket.socket], **more: Any
    ) -> None:
        super().__init__(**more)
        self._deadline, self._connect = deadline, connect

    def do_open(self, http_class: Any, req: request.Request, **more: Any) -> HTTPResponse:
        """Open a connection whose responses end at the deadline."""
        return super().do_open(self._timely(http_class), req, **more)

    def _timely(self, kind: Callable[..., HTTPConnection]) -> Callable[..., HTTPConnection]:
        def connection(*arguments: Any, **named: Any) -> HTTPConnection:
            made = kind(*arguments, **named)
            made.response_class = self._response  # type: ignore[assignment]  # it is called and no more
            made._create_connection = lambda place, timeout, _: self._connect(place, timeout)  # type: ignore[attr-defined]  # noqa: SLF001  (there is no other way to connect to a checked address)
            return made

        return connection

    def _response(self, sock: socket.socket, *arguments: Any, **named: Any) -> HTTPResponse:
        answer = HTTPResponse(sock, *arguments, **named)
        answer.fp = io.BufferedReader(_Timely(sock, answer.fp.detach(), self._deadline))
        return answer


class _Timely(io.RawIOBase):
    """A socket's stream; each read may take the time left until the deadline, or the socket's timeout if less."""

    def __init__(self, sock: socket.socket, plain: io.RawIOBase, deadline: Deadline) -> None:
        self._sock, self._plain, self._deadline, self._usual = sock, plain, deadline, sock.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview", /) -> int | None:  # type: ignore[override]
        if not (left := self._deadline.left()):
            raise TimeoutError
        self._sock.settimeout(left if self._usual is None else min(left, self._usual))
        return self._plain.readinto(buffer)

    def close(self) -> None:
        self._plain.close()
        super().close()
