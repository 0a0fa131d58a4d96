"""`swell why` for an Application of each kind."""

import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

_TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {a: '{{ .Values.a }}'}\n"
_SET = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: web}
spec:
  generators: [{list: {elements: %s}}]
  template:
    metadata: {name: "{{name}}"}
    spec:
      source: {repoURL: https://git.example.com/a.git, path: web, plugin: {name: swell}}
      destination: {server: https://kubernetes.default.svc, namespace: shop}
"""


@pytest.fixture
def top(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "web/templates").mkdir(parents=True)
    (tmp_path / "web/Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (tmp_path / "web/values.yaml").write_text("a: 1\n")
    (tmp_path / "web/templates/a.yaml").write_text(_TEMPLATE)
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain/a.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n")
    return tmp_path


def _why(top: Path, what: str, text: str) -> tuple[int, str, str]:
    (top / "app.yaml").write_text(text)
    env = {"PATH": os.environ["PATH"], "HOME": str(top), "SWELL_HELM": str(helm())}
    done = subprocess.run(
        [SWELL, "why", what, "--app", "app.yaml"], cwd=top, env=env, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def _application(source: str) -> str:
    return (
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec:\n"
        f"  source: {{repoURL: https://git.example.com/a.git, {source}}}\n"
        "  destination: {server: https://kubernetes.default.svc, namespace: shop}\n"
    )


NATIVE = _application("path: web, helm: {parameters: [{name: a, value: '2'}]}")
PLAIN = _application("path: plain, directory: {recurse: true}")
ONE = _SET % "[{name: web}]"


@pytest.mark.parametrize("text", [NATIVE, PLAIN, ONE, _application("path: web, plugin: {name: swell}")])
def test_an_object_is_explained_whoever_renders_it(text: str, top: Path) -> None:
    status, out, error = _why(top, "ConfigMap/web", text)
    assert status == 0, error
    assert out.startswith("ConfigMap/web   Sync, wave 0\n")


@pytest.mark.parametrize(("text", "value"), [(NATIVE, "a = 2\n"), (ONE, "a = 1\n")])
def test_a_value_is_explained_whoever_renders_it(text: str, value: str, top: Path) -> None:
    status, out, error = _why(top, "a", text)
    assert status == 0, error
    assert out.startswith(value)


@pytest.mark.parametrize(
    ("what", "text", "told"),
    [
        ("a", PLAIN, "it deploys plain manifests, which have no values"),
        ("web", PLAIN, "'web' names no kind"),
        ("a", _SET % "[{name: a}, {name: b}]", "why is about one application"),
        ("a", _SET % "[{name: A_}]", "A_"),
    ],
)
def test_what_can_not_be_explained_is_one_line(what: str, text: str, told: str, top: Path) -> None:
    status, out, error = _why(top, what, text)
    assert (status, out) == (2, "")
    assert told in error.splitlines()[0]
