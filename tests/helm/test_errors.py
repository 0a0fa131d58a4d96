"""What a chart's schema refuses is told by its path and the rule, and never with the value."""

import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml
from programs import HELM_VERSIONS, SWELL, helm

from cmp.helm.errors import lacked_memory
from cmp.system.process import Finished

_TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n"
_CASES = {
    "pattern": ("hunter2-planted", {"pattern": "^[A-Z]+$"}, "oes not match pattern '^[A-Z]+$'"),
    "quotes": ("hunter2' \"\n- at '/x': y", {"pattern": "^[A-Z]+$"}, "oes not match pattern '^[A-Z]+$'"),
    "error": ("Error: hunter2", {"pattern": "^[A-Z]+$"}, "oes not match pattern '^[A-Z]+$'"),
    "endless": ("hunter2" * 20_000, {"pattern": "^[A-Z]+$"}, ""),
    "format": ("hunter2:// [", {"format": "uri"}, "uri"),
    "number": (77.5, {"maximum": 7}, "7"),
}


def failed(folder: Path, version: str, value: object, rule: object, command: str) -> str:
    (folder / "templates").mkdir()
    (folder / "templates/config.yaml").write_text(_TEMPLATE)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"database": rule}}
    (folder / "values.schema.json").write_text(json.dumps(schema))
    (folder / "values.yaml").write_text(yaml.safe_dump({"database": value}))
    env = {"PATH": os.defpath, "HOME": str(folder), "SWELL_HELM": str(helm(version)), "ARGOCD_APP_NAME": "web"}
    argv = [SWELL, *command.split()]
    run = subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, ""), run.stderr
    return run.stderr


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("case", _CASES)
def test_the_rule_is_told_and_not_the_value(case: str, version: str, tmp_path: Path) -> None:
    value, rule, told = _CASES[case]
    error = failed(tmp_path, version, value, rule, "generate")

    assert "hunter2" not in error
    assert "77.5" not in error
    assert told in error
    assert "database" in error or case == "endless"


@pytest.mark.parametrize("command", ["plan", "check", "why ConfigMap/web"])
def test_no_command_tells_a_value(command: str, tmp_path: Path) -> None:
    error = failed(tmp_path, "v4", *_CASES["pattern"][:2], command)

    assert "at '/database': (hidden) does not match pattern '^[A-Z]+$'" in error
    assert "hunter2" not in error


SEGMENT = "SIGSEGV: segmentation violation\nPC=0x439a3c m=5 sigcode=1 addr=0x0\n\n"


@pytest.mark.parametrize(
    ("stderr", "lacked"),
    [
        ("fatal error: runtime: out of memory\n\ngoroutine 1 [running]:\n", True),
        ("runtime: cannot allocate heap metadata\n", True),
        (f"{SEGMENT}goroutine 0 gp=0x23 m=5 mp=0x23 [idle]:\nruntime.(*spanQueue).tryDrain(0x23?, 0x44?)\n", True),
        (f"{SEGMENT}goroutine 1 gp=0x23 m=5 mp=0x23 [running]:\nmain.main()\n", False),
        ("Error: template: out of memory\n", False),
    ],
)
def test_a_go_program_that_gets_no_more_memory_is_told_from_others(stderr: str, *, lacked: bool) -> None:
    assert lacked_memory(Finished(status=2, stdout=b"", stderr=stderr.encode())) == lacked
