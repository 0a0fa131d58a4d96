"""Go's own reading of YAML and archives, of the program in `go_reader/`, which is built once and asked over a pipe."""

import base64
import hashlib
import json
import os
import shutil
import struct
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).with_name("go_reader")
_BEHIND = 2
_FILES = ("main.go", "go.mod", "go.sum")


class RefusedError(Exception):
    """Go doesn't read it."""


class BehindError(Exception):
    """Something stands behind the document that is no document: Go reads on by as much as it needs, and drops it."""


class MissingError(Exception):
    """The program can't be built here."""


class GoReader:
    """A running program; it ends with its pipe."""

    def __init__(self) -> None:
        """Build the program where it is not there yet, and start it."""
        self._running = subprocess.Popen([_built()], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def document(self, text: str) -> Any:
        """Return what Argo CD's library makes of a document. Raises RefusedError and BehindError."""
        return self._asked(b"d", text.encode())

    def stream(self, text: str) -> Any:
        """Return the documents that Argo CD splits a stream into. Raises RefusedError."""
        return self._asked(b"s", text.encode())

    def members(self, archive: bytes) -> list[tuple[str, bytes]]:
        """Return the paths and contents that Helm finds in a chart's archive, unpacked. Raises RefusedError."""
        pairs = [map(base64.b64decode, (one["Path"], one["Data"] or "")) for one in self._asked(b"t", archive)]
        return [(path.decode(errors="surrogateescape"), content) for path, content in pairs]

    def _asked(self, kind: bytes, content: bytes) -> Any:
        told, heard = self._running.stdin, self._running.stdout
        assert told
        assert heard
        told.write(kind + struct.pack(">I", len(content)) + content)
        told.flush()
        status, length = struct.unpack(">BI", heard.read(5))
        answer = heard.read(length)
        if status == _BEHIND:
            raise BehindError
        if status:
            raise RefusedError(answer.decode(errors="replace"))
        return json.loads(answer)


@cache
def _built() -> str:
    """Return the program's path: it lies with what the other tests built, below the hash of its sources."""
    if not shutil.which("go"):
        raise MissingError("go is missing: apt-get install golang-go")
    sources = b"".join((_HERE / name).read_bytes() for name in _FILES)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    program = home / "swell/fuzz" / hashlib.sha256(sources).hexdigest()[:16] / "go_reader"
    if not program.exists():
        program.parent.mkdir(parents=True, exist_ok=True)
        beside = program.with_name(f"go_reader.{os.getpid()}")
        argv = ["go", "build", "-trimpath", "-o", str(beside), "."]
        made = subprocess.run(
            argv, cwd=_HERE, env=os.environ | {"CGO_ENABLED": "0"}, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise MissingError(f"go build: {made.stderr.strip().splitlines()[-1][:300]}")
        beside.rename(program)
    return str(program)
