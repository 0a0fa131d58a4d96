"""The image's entry point as process 1, with a Helm that stays: what works for a render is killed, each in turn."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from programs import TOP

if TYPE_CHECKING:
    from images import InImage

SLOW = """\
{{- range until 3000 }}{{- range until 2000 }}{{- end }}{{- end }}
apiVersion: v1
kind: ConfigMap
metadata: {name: slow}
"""
ARGO_CD = {"ARGOCD_APP_NAME": "slow", "ARGOCD_APP_SOURCE_PATH": "slow", "ARGOCD_APP_PARAMETERS": "null"}


def test_whatever_is_killed_the_next_render_is_whole_and_nothing_is_left(in_image: "InImage", tmp_path: Path) -> None:
    app, programs = tmp_path / "slow", tmp_path / "programs"
    (app / "templates").mkdir(parents=True)
    (app / "Chart.yaml").write_text("apiVersion: v2\nname: slow\nversion: 1.0.0\n")
    (app / "templates/slow.yaml").write_text(SLOW)
    programs.mkdir()
    shutil.copy2(TOP / "tests/support/killing.py", programs / "argocd-cmp-server")
    for path in (tmp_path, programs, programs / "argocd-cmp-server"):
        path.chmod(0o755)
    environment = ARGO_CD | {"SWELL_RENDERS": "1"}
    run = in_image("swell", "sidecar", app=app, environment=environment, mounts={"/var/run/argocd": programs})
    assert run.returncode == 0, run.stdout + run.stderr
    lost = "swell: the render was killed (SIGKILL) before it had finished. Nothing was applied; what runs stays."
    usual = "swell: slow: 1 object, 0 changed"
    assert json.loads(run.stdout) == {
        "whole": 0,
        "nothing": True,
        "client": [-9, False, [], True, True],
        "child": [2, False, [lost], True, True],
        "helm": [0, True, [usual], True, False],
        "server": [0, True, [usual], True, True],
        "left": [[], 1, 0],
        "places": 1,
    }
    assert "SIGKILL) and starts again in 1 s" in run.stderr
