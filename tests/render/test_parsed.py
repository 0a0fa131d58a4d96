"""How much of a stream is parsed: what is read of a large definition is its group, names and versions."""

import subprocess
import sys
from pathlib import Path

import pytest

DEFINITIONS, PROPERTIES = 5, 2_000
_COUNTED = """
import sys
parsed = 0
def counted(frame, event, argument):
    global parsed
    if event == "call" and frame.f_code.co_name == "compose" and frame.f_code.co_filename.endswith("nodes.py"):
        parsed += len(frame.f_locals["text"])
sys.setprofile(counted)
from cmp.cli.commands import swell
status = swell(sys.argv[1:], standalone_mode=False)
sys.setprofile(None)
print(parsed, file=sys.stderr)
sys.exit(status)
"""


def definition(number: int) -> str:
    """Return a definition of two versions whose schemas have many properties, and an object of its kind."""
    fields = "".join(f"              f{one}:\n                type: string\n" for one in range(PROPERTIES))
    versions = "".join(
        f"  - name: {name}\n    served: true\n    storage: {stored}\n    schema:\n      openAPIV3Schema:\n"
        f"        type: object\n        properties:\n          spec:\n            type: object\n"
        f"            description: 'It''s \"one\" of [many]'\n            properties:\n{fields}"
        for name, stored in (("v1", "true"), ("v1beta1", "false"))
    )
    return (
        f"---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
        f"metadata:\n  name: tides{number}.example.com\n"
        f'  annotations:\n    argocd.argoproj.io/sync-wave: "-1"\n'
        f"spec:\n  group: example.com\n  scope: Namespaced\n"
        f"  names:\n    kind: Tide{number}\n    plural: tides{number}\n  versions:\n{versions}"
        f"---\napiVersion: example.com/v1\nkind: Tide{number}\nmetadata:\n  name: high\nspec:\n  level: 3\n"
    )


@pytest.mark.parametrize("command", [["plan", "-"], ["check", "-"], ["generate", "."]])
def test_of_definitions_less_than_a_hundredth_is_parsed(command: list[str], tmp_path: Path) -> None:
    stream = "".join(definition(number) for number in range(DEFINITIONS))
    (tmp_path / "tides.yaml").write_text(stream)
    (tmp_path / "swell.yaml").write_text("apiVersion: swell/v1\nmanifests: [tides.yaml]\n")
    run = subprocess.run(
        [sys.executable, "-c", _COUNTED, *command],
        cwd=tmp_path,
        input=stream,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert 0 < int(run.stderr.splitlines()[-1]) < len(stream) / 100
