"""Fields that `.Chart` does not have are told with their places, however many stand in a template."""

import json
import os
import subprocess
from pathlib import Path

from programs import SWELL, helm

_OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n"


def test_each_field_has_its_line_and_column_and_many_are_told_in_good_time(tmp_path: Path) -> None:
    many = "  a: '" + "".join(f"{{{{ .Chart.F{number} }}}}" for number in range(100_000)) + "'\n"
    (tmp_path / "templates").mkdir()
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (tmp_path / "templates/a.yaml").write_text(
        f"{_OBJECT}  b: '{{{{ .Chart.Nmae }}}}'\n{many}  c: '{{{{ .Chart.Z }}}}'\n"
    )
    env = {"PATH": os.defpath, "SWELL_HELM": str(helm()), "HOME": str(tmp_path)}
    run = subprocess.run(
        ["prlimit", "--cpu=15", SWELL, "check", ".", "--format", "sarif"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    results = [one for one in json.loads(run.stdout)["runs"][0]["results"] if one["ruleId"] == "unknown-chart-field"]
    regions = [one["locations"][0]["physicalLocation"].get("region") for one in results]
    places = [(region["startLine"], region["startColumn"]) for region in regions if region]
    assert places[0] == (5, 17)
    assert places[1:3] == [(6, 17), (6, 32)]
