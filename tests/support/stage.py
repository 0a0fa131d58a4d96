"""Swell with a script in Helm's place: what it was given, how many run at once, and what is left behind."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from programs import SWELL

_MANIFEST = "printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata:\\n  name: config\\n'"


class Stage(NamedTuple):
    """A folder with a chart, a place for temporary files, and a script called helm."""

    folder: Path

    @property
    def temporary(self) -> Path:
        """Where temporary files go."""
        return self.folder / "tmp"

    @property
    def log(self) -> Path:
        """Where the script writes what it sees; it knows the path as $LOG."""
        return self.folder / "log"

    def put(self, script: str) -> None:
        """Put a script in Helm's place."""
        (self.folder / "helm").write_text(f"#!/bin/sh\nLOG='{self.log}'\n{script}\n")
        (self.folder / "helm").chmod(0o755)

    def told(self) -> list[str]:
        """Return what the script wrote, line by line."""
        return self.log.read_text().splitlines() if self.log.exists() else []

    def start(self, *arguments: str, parameters: Any = None, **environ: str) -> "subprocess.Popen[str]":
        """Start `swell generate`, or another command."""
        env = {
            "PATH": os.defpath,
            "HOME": str(self.folder),
            "TMPDIR": str(self.temporary),
            "SWELL_HELM": str(self.folder / "helm"),
            "ARGOCD_APP_NAME": "web",
            "ARGOCD_APP_SOURCE_PATH": "chart",
            "ARGOCD_APP_PARAMETERS": json.dumps(parameters),
        }
        return subprocess.Popen(
            [SWELL, *(arguments or ("generate",))],
            cwd=self.folder / "chart",
            env=env | environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, parameters: Any = None, **environ: str) -> tuple[str, str]:
        """Run it to its end, which must be a good one; return stdout and stderr."""
        process = self.start(*arguments, parameters=parameters, **environ)
        out, err = process.communicate()
        assert process.returncode == 0, err
        return out, err


def staged(folder: Path, script: str) -> Stage:
    """Return a stage whose Helm runs a script and then prints a manifest."""
    (folder / "tmp").mkdir()
    (folder / "chart").mkdir()
    (folder / "chart/Chart.yaml").write_text("apiVersion: v2\nname: chart\nversion: 1.0.0\n")
    stage = Stage(folder)
    stage.put(f"{script}\n{_MANIFEST}")
    return stage
