"""Applications in a repository as Argo CD's plugin server sends them: a new copy below another root for each render."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from programs import SWELL, helm

_CONFIG = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n  namespace: {{ .Release.Namespace }}\n"
)
CHART = {
    "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "values.yaml": "image: {tag: latest}\nreplicas: 1\n",
    "templates/config.yaml": _CONFIG
    + ('data:\n  values: {{ toJson .Values | quote }}\n  note: {{ .Files.Get "note.txt" | quote }}\n'),
    "note.txt": "a note\n",
}


class Ended(NamedTuple):
    """What a run has printed, and how it ended."""

    status: int
    out: bytes
    err: str


class Repository:
    """A repository's files, with a store, and a place for the copies of it."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        """Write the files."""
        self.folder, self.top, self.copies = folder, folder / "repository", 0
        for name in ("tmp", "sent", "repository"):
            (folder / name).mkdir()
        for name, text in files.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file."""
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    @property
    def answers(self) -> list[Path]:
        """The files of cached renders."""
        return sorted((self.folder / "store/answers").glob("*"))

    def environ(self, path: str, **more: str) -> dict[str, str]:
        """Return the variables that Argo CD's plugin server gives, and the operator."""
        return {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder / "tmp"),
            "SWELL_HELM": str(helm()),
            "SWELL_STORE": str(self.folder / "store"),
            "ARGOCD_APP_NAME": "web",
            "ARGOCD_APP_NAMESPACE": "shop",
            "ARGOCD_APP_SOURCE_PATH": path,
            "ARGOCD_APP_REVISION": os.urandom(20).hex(),
            **more,
        }

    def sent(self) -> Path:
        """Return a new copy of the repository, and remove the one before."""
        shutil.rmtree(self.folder / "sent")
        self.copies += 1
        copy = self.folder / "sent" / f"{self.copies:08}"
        shutil.copytree(self.top, copy, symlinks=True)
        return copy

    def run(self, path: str = "web", *before: str, **environ: str) -> Ended:
        """Run `swell generate` in a new copy, behind other words of a command line."""
        done = subprocess.run(
            [*before, SWELL, "generate"],
            cwd=self.sent() / path,
            env=self.environ(path, **environ),
            capture_output=True,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr.decode())

    def fresh(self, path: str = "web", **environ: str) -> Ended:
        """Run it without cached renders."""
        return self.run(path, **environ | {"SWELL_CACHE": "off"})

    def asks_helm(self, path: str = "web", **environ: str) -> bool:
        """Run it, and tell whether a Helm was started."""
        log = self.folder / "trace"
        ended = self.run(path, "strace", "-f", "-qq", "-e", "trace=execve", "-o", str(log), **environ)
        assert ended.status == 0, ended.err
        return log.read_text().count("execve(") > 1


def chart(below: str = "web", **files: str) -> dict[str, str]:
    """Return the files of a chart in a folder; `templates__job_yaml` names one of them."""
    more = {name.replace("__", "/").replace("_", "."): text for name, text in files.items()}
    return {f"{below}/{name}": text for name, text in (CHART | more).items()}
