"""Real git repositories, served over HTTP with a password by git's own backend on the loopback interface."""

import base64
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

NAME, PASSWORD = "robot", "hunter2-password"
_GIT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{
        f"GIT_{who}_{what}": text for who in ("AUTHOR", "COMMITTER") for what, text in (("NAME", "x"), ("EMAIL", "x@x"))
    },
}


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, and return what it prints."""
    env = {"PATH": os.environ["PATH"], **_GIT}
    run = subprocess.run(["git", *arguments], cwd=folder, env=env, capture_output=True, text=True, check=True)
    return run.stdout.strip()


class Forge:
    """A server of repositories, and the requests that it got."""

    def __init__(self, folder: Path) -> None:
        """Start it; repositories lie in a folder."""
        self.folder, self.requests = folder, []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.home = folder / "home"
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / ".netrc").write_text(f"machine 127.0.0.1 login {NAME} password {PASSWORD}\n")
        (self.home / ".netrc").chmod(0o600)

    def url(self, name: str) -> str:
        """Return a repository's address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/{name}.git"

    def commit(self, name: str, files: dict[str, str]) -> str:
        """Write files into a repository, made where there is none, and return the commit."""
        work = self.folder / "work" / name
        if not work.exists():
            work.mkdir(parents=True)
            git(work, "init", "--quiet", "--initial-branch=master")
            git(self.folder, "init", "--quiet", "--bare", "--initial-branch=master", f"{name}.git")
        for path, text in files.items():
            (work / path).parent.mkdir(parents=True, exist_ok=True)
            (work / path).write_text(text)
        git(work, "add", "--all")
        git(work, "commit", "--quiet", "--allow-empty", "--message", "change")
        git(work, "push", "--quiet", str(self.folder / f"{name}.git"), "master")
        return git(work, "rev-parse", "HEAD")

    def pulls(self) -> int:
        """Return how many times content was sent, and not only names."""
        return sum(path.endswith("git-upload-pack") and b"command=fetch" in body for path, body in self.requests)

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        forge = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                forge.answer(self, b"")

            def do_POST(self) -> None:
                size = self.headers.get("Content-Length")
                forge.answer(self, self.rfile.read(int(size)) if size else self._chunks())

            def _chunks(self) -> bytes:
                body = b""
                while size := int(self.rfile.readline(), 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """Let git answer whoever knows the password."""
        right = "Basic " + base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
        if request.headers.get("Authorization") != right:
            request.send_response(401)
            request.send_header("WWW-Authenticate", 'Basic realm="forge"')
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        path, _, query = request.path.partition("?")
        self.requests.append((path, body))
        env = {
            **_GIT,
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": request.command,
            "CONTENT_TYPE": request.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": request.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": request.headers.get("Git-Protocol", ""),
            "REMOTE_USER": NAME,
        }
        run = subprocess.run(["git", "http-backend"], env=env, input=body, capture_output=True, check=False)
        head, _, content = run.stdout.partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().splitlines())
        request.send_response(int(headers.pop("Status", "200").split()[0]))
        for name, value in headers.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(content)))
        request.end_headers()
        request.wfile.write(content)
