"""Argo CD's own way of lending credentials: a program on PATH that asks a socket with a word for this one render."""

import contextlib
import shutil
import socketserver
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

NONCE = "0b7e4cf2-nonce"
LOGIN = "reader:lent-lent"
# As argocd-git-ask-pass of Argo CD: one argument, the question; the word and the socket come from the environment.
PROGRAM = """#!/usr/bin/env python3
import os, socket, sys
assert os.environ["ARGOCD_BINARY_NAME"] == "argocd-git-ask-pass"
(question,) = sys.argv[1:]
with socket.socket(socket.AF_UNIX) as asked:
    asked.connect(os.environ["ARGOCD_ASK_PASS_SOCK"])
    asked.sendall((os.environ["ARGOCD_GIT_ASKPASS_NONCE"] + "\\n").encode())
    username, _, password = asked.makefile().read().partition(":")
print(username if question.startswith("Username") else password)
"""


def place_program(folder: Path) -> None:
    """Put the program into a folder."""
    (folder / "argocd").write_text(PROGRAM)
    (folder / "argocd").chmod(0o755)


@contextlib.contextmanager
def lending() -> Iterator[Path]:
    """Answer the program at a socket, and return its path."""

    class Answer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write((LOGIN if self.rfile.readline() == f"{NONCE}\n".encode() else ":").encode())

    folder = Path(tempfile.mkdtemp(prefix="ask"))  # a socket's path may not be long
    folder.chmod(0o755)
    with socketserver.ThreadingUnixStreamServer(str(folder / "sock"), Answer) as server:
        (folder / "sock").chmod(0o777)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield folder / "sock"
        server.shutdown()
    shutil.rmtree(folder)


def environment(sock: str) -> dict[str, str]:
    """Return what Argo CD then adds to the environment of a plugin."""
    return {
        "GIT_ASKPASS": "argocd",
        "ARGOCD_GIT_ASKPASS_NONCE": NONCE,
        "GIT_TERMINAL_PROMPT": "0",
        "ARGOCD_BINARY_NAME": "argocd-git-ask-pass",
        "ARGOCD_ASK_PASS_SOCK": sock,
    }
