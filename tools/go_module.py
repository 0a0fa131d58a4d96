"""The files of a Go module, from the archive that the Go module proxy serves."""

import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator


class Module:
    """The files of a Go module, read from the archive that `go mod download` keeps."""

    def __init__(self, path: str, version: str) -> None:
        told = _download(path, version, GOPROXY="off", GONOSUMDB="*")  # what is kept was verified when it came
        if "Zip" not in told:
            told = _download(path, version)
        if "Zip" not in told:
            raise SystemExit(f"{path}@{version}: {told['Error']}")
        self._archive = zipfile.ZipFile(told["Zip"])
        self._top = f"{path}@{version}/"
        self.names = tuple(name.removeprefix(self._top) for name in self._archive.namelist())

    def text(self, name: str) -> str:
        """Return a file's text."""
        return self._archive.read(self._top + name).decode()

    def below(self, folder: str, ending: str) -> Iterator[str]:
        """Yield the names of the files in a folder, at any depth, that end so."""
        return (name for name in self.names if name.startswith(folder) and name.endswith(ending))


def _download(path: str, version: str, **environment: str) -> dict[str, str]:
    """Return what `go mod download` tells; an error beside an archive is about the Go that building it would need."""
    with tempfile.TemporaryDirectory() as outside:
        command = ["go", "mod", "download", "-json", f"{path}@{version}"]
        env = {**os.environ, **environment}
        done = subprocess.run(command, cwd=outside, env=env, capture_output=True, text=True, check=False)
    return json.loads(done.stdout or "null") or {"Error": done.stderr.strip()}
