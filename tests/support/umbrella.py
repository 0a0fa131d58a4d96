"""An umbrella chart, and real places for what it depends on: a Helm repository over HTTP, a registry, a folder."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from programs import SWELL, helm
from registries import run_helm
from servers import Site

TEMPLATE = """apiVersion: v1
kind: ConfigMap
metadata: {name: '{{ .Chart.Name }}'}
data:
  version: '{{ .Chart.Version }}'
  values: '{{ omit .Values "global" | toJson }}'
  files: '{{ range $path, $_ := .Files.Glob "**" }}{{ $path }} {{ end }}'
"""


def chart(folder: Path, name: str, version: str, *, more: Mapping[str, Any] | None = None, old: bool = False) -> Path:
    """Write a chart of one ConfigMap that tells the chart's version, values and files."""
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    said = {"apiVersion": "v1" if old else "v2", "name": name, "version": version}
    (folder / "Chart.yaml").write_text(yaml.safe_dump({**said, **({} if old else more or {})}, sort_keys=False))
    if old:
        (folder / "requirements.yaml").write_text(yaml.safe_dump(dict(more or {})))
    (folder / "values.yaml").write_text(f"port: {len(name)}\n")
    (folder / "templates/config.yaml").write_text(TEMPLATE)
    return folder


def packaged(folder: Path) -> Path:
    """Return a Helm repository with queue 1.0.0 and 1.1.0 and cache 2.0.0, of which each test has a copy."""
    for name, version in (("queue", "1.0.0"), ("queue", "1.1.0"), ("cache", "2.0.0")):
        made = chart(folder / name / version, name, version)
        run_helm(folder, "package", str(made), "--destination", str(folder / "site"))
    run_helm(folder, "repo", "index", str(folder / "site"))
    return folder / "site"


class Umbrella:
    """A checkout with the chart `app`, the folder of the Helm repository, and the registry's host."""

    def __init__(self, folder: Path, site: Site, host: str) -> None:
        """Put cache 2.0.0 of what is `packaged` into the registry, too; write the folder `beside`."""
        self.folder, self.site, self.host, self.top = folder, site, host, folder / "top"
        self.app, self.tmp = self.top / "app", folder / "tmp"
        for name in ("tmp", "home", "top/.git"):
            (folder / name).mkdir(parents=True)
        self.push("cache", "2.0.0")
        beside = chart(self.top / "beside", "beside", "0.1.0")
        (beside / ".helmignore").write_text("# left out\n*.bak\n/left/\n!*\n")
        for path in ("kept.txt", "old.bak", "left/out.txt", "deep/left/in.txt", "templates/.hidden.yaml"):
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).write_text('kind: {{ fail "hidden" }}' if "hidden" in path else "text")

    def publish(self, name: str, version: str) -> None:
        """Put a chart into the Helm repository."""
        self.package(chart(self.folder / "made" / name, name, version))

    def package(self, folder: Path) -> None:
        """Put a chart that is written already into the Helm repository."""
        self.helm("package", str(folder), "--destination", str(self.folder / "site"))
        self.helm("repo", "index", str(self.folder / "site"))

    def push(self, name: str, version: str) -> None:
        """Put a chart of the Helm repository into the registry."""
        archive = self.folder / "site" / f"{name}-{version}.tgz"
        self.helm("push", str(archive), f"oci://{self.host}/charts", "--plain-http")

    def write(self, *dependencies: dict[str, Any], old: bool = False) -> None:
        """Write the chart."""
        chart(self.app, "app", "1.0.0", more={"dependencies": list(dependencies)}, old=old)

    def queue(self, version: str = "^1.0.0", **more: Any) -> dict[str, Any]:
        """Return the dependency from the Helm repository."""
        return {"name": "queue", "version": version, "repository": self.site.url, **more}

    def cache(self, **more: Any) -> dict[str, Any]:
        """Return the one from the registry."""
        return {"name": "cache", "version": "2.x", "repository": f"oci://{self.host}/charts", **more}

    def beside(self, **more: Any) -> dict[str, Any]:
        """Return the one from the folder."""
        return {"name": "beside", "version": ">=0.1 <1", "repository": "file://../beside", **more}

    def lock(self, version: str = "v4") -> None:
        """Let Helm write the lock, and nothing else."""
        self.helm("dependency", "update", str(self.app), "--plain-http", version=version)
        shutil.rmtree(self.app / "charts")

    def helm(self, *arguments: str, version: str = "v4", status: int = 0) -> str:
        """Run the real Helm."""
        argv = [str(helm(version)), *arguments]
        env = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "home")}
        run = subprocess.run(argv, env=env, capture_output=True, text=True, check=False)
        assert run.returncode == status, run.stderr
        return run.stdout if not status else run.stderr

    def natively(self, version: str = "v4") -> list[Any]:
        """Return what Helm renders of a copy in which it has built the dependencies."""
        copy = self.folder / "native"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.top, copy)
        self.helm("repo", "add", "site", self.site.url, "--force-update", version=version)
        self.helm("dependency", "build", str(copy / "app"), "--plain-http", version=version)
        return documents(self.helm("template", "app", str(copy / "app"), version=version))

    def environ(self, **more: str) -> dict[str, str]:
        """Return the variables of Swell in the chart's folder."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.tmp),
            "SWELL_HELM": str(helm()),
            "SWELL_STORE": str(self.folder / "store"),
            "SWELL_LOCAL_SOURCES": "true",
            "ARGOCD_APP_NAME": "app",
            **more,
        }

    def run(self, *arguments: str, status: int = 0, before: tuple[str, ...] = (), **environ: str) -> tuple[str, str]:
        """Run Swell in the chart's folder; it must leave neither the checkout nor temporary files changed."""
        argv, env = [*before, str(SWELL), *arguments], self.environ(**environ)
        run = subprocess.run(argv, cwd=self.app, env=env, capture_output=True, text=True, check=False)
        assert run.returncode == status, run.stderr + run.stdout
        assert all(path.name.startswith("swell-renders") for path in self.tmp.iterdir())
        return run.stdout, run.stderr

    def rendered(self, **environ: str) -> list[Any]:
        """Return what Swell renders."""
        return documents(self.run("generate", **environ)[0])

    def commit(self, name: str, content: Path) -> Path:
        """Make a git repository of what lies in a folder, and return the folder of all such."""
        work = self.folder / "work"
        shutil.copytree(content, work, ignore=shutil.ignore_patterns(".git"))
        for arguments in (
            ("init", "--quiet", "--initial-branch=main"),
            ("add", "--all"),
            ("-c", "user.name=x", "-c", "user.email=x@x", "commit", "--quiet", "--message=x"),
            ("clone", "--quiet", "--bare", ".", str(self.folder / "git" / f"{name}.git")),
        ):
            subprocess.run(["git", *arguments], cwd=work, check=True)
        return self.folder / "git"


def documents(text: str) -> list[Any]:
    """Return the documents of a stream, in the order of their names."""
    return sorted((one for one in yaml.safe_load_all(text) if one), key=lambda one: str(one["metadata"]["name"]))
