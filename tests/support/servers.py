"""Real servers on loopback: git's own HTTP backend, files over HTTP, each with a password and with bad moods."""

import base64
import contextlib
import gzip
import os
import select
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

_HANGS = 120
"""Seconds that a caller is kept waiting: longer than any deadline, so that one that is answered has not given up."""


class Site(ThreadingHTTPServer):
    """A server with a login, or "" for none, and what it answers before it gets to work: statuses, or "hang"."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that break off: they were meant to."""

    login = ""
    moods: list[int | str]
    asked: list[str]
    given_up: list[str]
    """What callers asked for who hung up before they were answered."""
    headers: dict[str, str]

    @property
    def host(self) -> str:
        """Where it listens."""
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """Its top, without TLS."""
        return f"http://{self.host}"


class Answering(BaseHTTPRequestHandler):
    """Keeps silent about what it does, and answers as moody as its site is."""

    server: Site
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (as it is called there)
        """Say nothing."""

    def welcome(self) -> bool:
        """Tell whether to answer at all; the refusal is sent already."""
        self.server.asked.append(f"{self.command} {self.path}")
        if self.server.moods:
            mood = self.server.moods.pop(0)
            if mood == "hang" and self.hung_up():
                self.server.given_up.append(self.path)
                return False
            self.reply(int(mood) if mood != "hang" else 500, b"no", self.server.headers)
            return False
        expected = "Basic " + base64.b64encode(self.server.login.encode()).decode()
        if self.server.login and self.headers.get("Authorization") != expected:
            self.reply(401, b"who?", {"WWW-Authenticate": 'Basic realm="test"'})
            return False
        return True

    def hung_up(self) -> bool:
        """Say nothing until the caller hangs up, who has nothing to say before the answer; tell whether it did."""
        ready, _, _ = select.select([self.connection], [], [], _HANGS)
        return bool(ready)

    def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)


@contextlib.contextmanager
def serving(
    handler: type[Answering], *, login: str = "", moods: tuple[int | str, ...] = (), tls: Path | None = None
) -> Iterator[Site]:
    """Serve on a free port until the block ends; `tls` is a file with key and certificate."""
    site = Site(("127.0.0.1", 0), handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
        site.socket = context.wrap_socket(site.socket, server_side=True)
    site.login, site.moods, site.asked, site.given_up, site.headers = login, list(moods), [], [], {}
    threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()


def git_backend(root: Path) -> type[Answering]:
    """Return what runs `git http-backend` for the repositories in a folder."""

    class Backend(Answering):
        def do_GET(self) -> None:
            self._run(b"")

        do_HEAD = do_GET  # noqa: N815  (as it is called there)

        def do_POST(self) -> None:
            if self.headers.get("Transfer-Encoding") == "chunked":
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
            else:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._run(body)

        def _run(self, body: bytes) -> None:
            if not self.welcome():
                return
            parts = urlsplit(self.path)
            env = {
                "PATH": os.defpath, "GIT_PROJECT_ROOT": str(root), "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "REQUEST_METHOD": self.command,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "REMOTE_USER": "reader", "REMOTE_ADDR": "::1",
                "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
            }  # fmt: skip
            run = subprocess.run(["git", "http-backend"], input=body, env=env, capture_output=True, check=False)
            head, _, content = run.stdout.partition(b"\r\n\r\n")
            headers = dict(line.decode().split(": ", 1) for line in head.split(b"\r\n") if b": " in line)
            status = int(headers.pop("Status", "200").split()[0])
            self.reply(status, content, headers)

    return Backend


def files(folder: Path) -> type[Answering]:
    """Return what serves the files of a folder, packed if that is asked for."""

    class Files(Answering):
        def do_GET(self) -> None:
            if not self.welcome():
                return
            path = folder / urlsplit(self.path).path.lstrip("/")
            if not path.is_file():
                self.reply(404, b"no", {})
            elif "gzip" in self.headers.get("Accept-Encoding", ""):
                self.reply(200, gzip.compress(path.read_bytes(), 1), {"Content-Encoding": "gzip"})
            else:
                self.reply(200, path.read_bytes(), {})

        do_HEAD = do_GET  # noqa: N815  (as it is called there)

    return Files


def waited_for(ready: Callable[[], bool], *, seconds: float = 10) -> bool:
    """Wait until something is ready."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if ready():
            return True
        time.sleep(0.02)
    return False


def certificate(folder: Path) -> None:
    """Make a key and a certificate for localhost that vouches for itself: `key`, `ca.crt`, and `both`."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-keyout", folder / "key", "-out", folder / "ca.crt"], check=True, capture_output=True)  # fmt: skip
    (folder / "both").write_text((folder / "key").read_text() + (folder / "ca.crt").read_text())
