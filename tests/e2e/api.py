"""Kubernetes' API over HTTP, as far as the tests need it."""

import http.client
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

Object = dict[str, Any]

_MERGE = "application/merge-patch+json"
_IDLE = 60
"""Seconds after which a connection is not used again: after 90 the server hangs up."""
_TIMES = 30
"""How often it is asked again, each second, while it is not ready."""


class Refused(Exception):  # noqa: N818
    """The API server said no."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"{status} {said}")
        self.status = status


class Api:
    """One connection to the API server; a thread has its own."""

    def __init__(self, port: int, certificate: Path, token: str) -> None:
        """Trust the certificate that the server made for itself."""
        self._where = (port, certificate, token)
        self._trust = ssl.create_default_context(cafile=str(certificate))
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._connection = self._connect(60)
        self._used = time.monotonic()

    def again(self) -> "Api":
        """Return another connection, for another thread."""
        return Api(*self._where)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def ready(self) -> bool:
        """Tell whether the server has done all that it does at its start."""
        try:
            self._connection.request("GET", "/readyz", headers=self._headers)
            answer = self._connection.getresponse()
            answer.read()
        except OSError:
            return False
        return answer.status == http.client.OK

    def get(self, path: str) -> Object:
        """Return an object or a list."""
        return self._ask("GET", path, None, "application/json")

    def create(self, path: str, body: Object) -> Object:
        """Make an object."""
        return self._ask("POST", path, body, "application/json")

    def merge(self, path: str, body: Object) -> Object:
        """Change what a merge patch names."""
        return self._ask("PATCH", path, body, _MERGE)

    def delete(self, path: str) -> Object:
        """Delete an object."""
        return self._ask("DELETE", path, None, "application/json")

    def watch(self, path: str, seconds: int) -> Iterator[tuple[str, Object]]:
        """Yield all objects of a kind, then what happens to them, until the time is over."""
        connection = self._connect(seconds + 10)
        try:
            connection.request("GET", f"{path}?watch=true&timeoutSeconds={seconds}", headers=self._headers)
            answer = connection.getresponse()
            if answer.status >= http.client.BAD_REQUEST:
                raise Refused(answer.status, answer.read().decode())
            while line := answer.readline():
                event = msgspec.json.decode(line)
                yield event["type"], event["object"]
        finally:
            connection.close()

    def _connect(self, seconds: float) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("127.0.0.1", self._where[0], timeout=seconds, context=self._trust)

    def _ask(self, method: str, path: str, body: Object | None, kind: str) -> Object:
        """Return the answer; a server that is not ready for a kind has done nothing, and is asked again."""
        for _ in range(_TIMES):
            try:
                return self._answer(method, path, body, kind)
            except Refused as refused:
                if refused.status != http.client.TOO_MANY_REQUESTS:
                    raise
                time.sleep(1)
        return self._answer(method, path, body, kind)

    def _answer(self, method: str, path: str, body: Object | None, kind: str) -> Object:
        sent = None if body is None else msgspec.json.encode(body)
        if time.monotonic() - self._used > _IDLE:
            self._connection.close()  # the request opens it anew
        self._used = time.monotonic()
        try:
            self._connection.request(method, path, sent, {**self._headers, "Content-Type": kind})
            answer = self._connection.getresponse()
            text = answer.read()
        except (http.client.HTTPException, OSError):
            self._connection.close()  # the next call opens it anew
            raise
        if answer.status >= http.client.BAD_REQUEST:
            raise Refused(answer.status, text.decode(errors="replace")[:500])
        found: Object = msgspec.json.decode(text)
        return found
