"""What `swell values` tells of the values is part of the work that has a deadline."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_schema_that_says_much_of_many_values_ends_at_the_deadline(form: str, tmp_path: Path) -> None:
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (tmp_path / "swell.yaml").write_text("apiVersion: swell/v1\nhelm: {skipSchemaValidation: true}\n")
    (tmp_path / "values.yaml").write_text("".join(f"k{number}: 1\n" for number in range(20_000)))
    says = [{"properties": {f"k{number}": {}}} for number in range(10_000)]
    (tmp_path / "values.schema.json").write_text(json.dumps({"allOf": says}))
    run = subprocess.run(
        [SWELL, "values", ".", "--origins", "--format", form],
        cwd=tmp_path,
        env={"SWELL_TIMEOUT": "1", "SWELL_HELM": str(helm()), "PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "the work had not ended after 1 s" in run.stderr
