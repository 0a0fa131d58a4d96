"""What a values file says is the same to each Helm, or it is refused."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, every_helm

TAKEN = (
    "a: 1\n",
    "",
    "---\na: 1\n",
    "# x\n---\na: 1\n---\n# end\n",
    "# x\n--- # begins\na: 1\n...\n",
    "a: 1\n---\n",
    'a: "---"\n',
    "a: |\n  ---\n  b: 2\n",
    "{a: 1}\n# end\n",
    '{\n"a": {"b": "}"}\n}\n',
    "a: x---\n# ---\n",
)
REFUSED = {
    "a: 1\n---\nb: 2\n": 2,
    "a: 1\n--- # x\n\n# y\nb: 2\n": 2,
    "a: 1\r\n---\r\nb: 2\r\n": 2,
    "a: 1\r---\rb: 2\r": 2,
    "a: 1\n--- {b: 2}\n": 2,
    "a: 1\n...\nb: 2\n": 2,
    "---\n---\na: 1\n": 2,
    "null\n---\na: 1\n": 2,
    "# x\n---\n# nothing\n---\na: 1\n": 4,
    "a: |\n  x\n---\nb: 2": 3,
    "a: 1\n---\n---\n- b\n": 3,
    '{"a": 1}\n{"b": 2}\n': 2,
    "# x\n{a: 1}\n[b]\n": 3,
}
_TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n  seen: {{ toJson .Values | quote }}\n"


def generate(
    folder: Path, helm: Path, text: str, *arguments: str, **variables: str
) -> "subprocess.CompletedProcess[str]":
    for name, content in {
        "Chart.yaml": "{apiVersion: v2, name: web, version: 1.0.0}",
        "templates/config.yaml": _TEMPLATE,
        "prod-values.yaml": text,
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content.encode())
    env = {"PATH": os.defpath, "HOME": str(folder), "SWELL_HELM": str(helm), **variables}
    argv = [SWELL, "generate", *arguments]
    return subprocess.run(argv, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("text", TAKEN)
def test_what_is_taken_means_the_same_to_each_helm(text: str, tmp_path: Path) -> None:
    seen = set()
    for helm in every_helm().values():
        run = generate(tmp_path, helm, text, "-e", "prod")
        assert run.returncode == 0, run.stderr
        seen.add(run.stdout.rpartition("  seen: ")[2].strip())
    assert len(seen) == 1
    assert json.loads(json.loads(seen.pop())).keys() == ({"a"} if "a" in text else set())


@pytest.mark.parametrize(("text", "line"), REFUSED.items())
def test_a_second_document_is_refused_with_its_line(text: str, line: int, tmp_path: Path) -> None:
    run = generate(tmp_path, Path("/no/helm"), text, "-e", "prod")
    assert (run.returncode, run.stdout) == (2, "")
    assert f"prod-values.yaml:{line}: a second document begins here" in run.stderr


@pytest.mark.parametrize(
    ("arguments", "parameters"),
    [
        (["-f", "prod-values.yaml"], ""),
        ([], '[{"name": "valueFiles", "array": ["prod-values.yaml"]}]'),
        ([], '[{"name": "values", "string": "a: 1\\n---\\nb: 2"}]'),
    ],
)
def test_it_is_refused_wherever_values_come_from(arguments: list[str], parameters: str, tmp_path: Path) -> None:
    given = {"ARGOCD_APP_NAME": "web", "ARGOCD_APP_PARAMETERS": parameters} if parameters else {}
    run = generate(tmp_path, Path("/no/helm"), "a: 1\n---\nb: 2\n", *arguments, **given)
    assert (run.returncode, run.stdout) == (2, "")
    assert "Helm 3 takes the first alone, Helm 4 merges them all" in run.stderr
