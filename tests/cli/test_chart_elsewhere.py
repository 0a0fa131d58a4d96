"""An Application whose chart comes from a chart repository, for every command that takes one."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from programs import SWELL, helm
from servers import files, serving

_APP = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web, namespace: argocd}
spec:
  source: {repoURL: "%s", chart: web, targetRevision: %s, plugin: {name: swell}}
  destination: {server: https://kubernetes.default.svc, namespace: shop}
"""
_TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {version: '{{ .Chart.Version }}'}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Iterator[Path]:
    """A checkout with such an Application, of version 1.1.0 since the last commit has 1.0.0."""
    site, chart, top = (tmp_path / name for name in ("site", "web", "checkout"))
    (chart / "templates").mkdir(parents=True)
    (chart / "templates/a.yaml").write_text(_TEMPLATE)
    top.mkdir()
    for version in ("1.0.0", "1.1.0"):
        (chart / "Chart.yaml").write_text(f"apiVersion: v2\nname: web\nversion: {version}\n")
        subprocess.run([helm(), "package", chart, "-d", site], check=True, capture_output=True)
    subprocess.run([helm(), "repo", "index", site], check=True, capture_output=True)
    with serving(files(site)) as server:
        (top / "web.yaml").write_text(_APP % (server.url, "1.0.0"))
        _git(top, "init", "-q")
        _git(top, "add", ".")
        _git(top, "commit", "-qm", "one")
        (top / "web.yaml").write_text(_APP % (server.url, "1.1.0"))
        yield top


def _git(top: Path, *arguments: str) -> None:
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments], cwd=top, check=True)


def _run(top: Path, *arguments: str) -> tuple[int, str, str]:
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(top.parent),
        "SWELL_HELM": str(helm()),
        "SWELL_LOCAL_SOURCES": "true",
        "SWELL_STORE": str(top.parent / "store"),
    }
    done = subprocess.run([SWELL, *arguments], cwd=top, env=env, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("generate", "--app", "web.yaml"), "version: '1.1.0'"),
        (("plan", "--app", "web.yaml"), "web → shop   nothing to order"),
        (("plan", "--app", "web.yaml", "--from", "HEAD"), "1 changed"),
        (("diff", "--app", "web.yaml", "--base", "HEAD"), 'data.version: "1.0.0" → "1.1.0"'),
        (("diff", "web.yaml", "--base", "HEAD"), 'data.version: "1.0.0" → "1.1.0"'),
        (("values", "--app", "web.yaml"), "{}"),
        (("why", "ConfigMap/web", "--app", "web.yaml"), "ConfigMap/web   Sync, wave 0"),
    ],
)
def test_a_command_answers_for_the_chart_as_argo_cd_pulls_it(
    arguments: tuple[str, ...], says: str, checkout: Path
) -> None:
    status, out, error = _run(checkout, *arguments)
    assert status == 0, error
    assert says in out


@pytest.mark.parametrize("arguments", [("init",), ("lock",), ("lock", "--vendor"), ("lock", "--check")])
def test_nothing_is_written_into_the_copy(arguments: tuple[str, ...], checkout: Path) -> None:
    _run(checkout, "plan", "--app", "web.yaml")
    before = _kept(checkout)
    status, out, error = _run(checkout, *arguments, "--app", "web.yaml")
    assert (status, out) == (2, "")
    assert error.startswith("swell: web.yaml: its chart comes from a chart repository, and nothing is written")
    assert _kept(checkout) == before


def _kept(checkout: Path) -> list[Path]:
    return sorted((checkout.parent / "store/objects").rglob("*"))
