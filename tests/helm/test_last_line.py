"""What a layer says is what templates see, however long its last line is and whatever ends it."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from programs import SWELL, every_helm

from cmp.helm.last_line import BUFFER, is_lost, may_lose

LONGEST = 20_000
_TEMPLATE = """apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  seen: {{ toJson .Values | quote }}
"""
_FORMS = {
    "json": ('{"%s": "', '"}'),
    "yaml": ("%s: ", ""),
    "second line": ("# a comment\n%s: ", ""),
    "return": ("# a comment\r%s: ", ""),
    "mark": ("\ufeff%s: ", ""),
    "ended": ("%s: ", "\n"),
}
HELMS = [pytest.param(path, id=name) for name, path in every_helm().items()]


def lengths(far: int) -> Iterator[int]:
    for middle in range(BUFFER, LONGEST + 1, BUFFER):
        yield from range(middle - far, middle + far + 1)


def line(key: str, form: str, length: int) -> tuple[str, str]:
    """Return a values file whose last line has that many bytes, and the value in it."""
    head, tail = _FORMS[form]
    head %= key
    value = "x" * (length - len((head.rpartition("\n")[2] + tail.rstrip("\n")).encode()))
    return head + value + tail, value


def seen(folder: Path, helm: Path, *, parameters: Any = None, swell: str = "", chart: str = "") -> dict[str, Any]:
    """Return the values that a template sees."""
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates/config.yaml").write_text(_TEMPLATE)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (folder / "values.yaml").write_text(chart)
    (folder / "swell.yaml").write_text("apiVersion: swell/v1\n" + swell)
    run = generate(folder, helm, parameters)
    assert run.returncode == 0, run.stderr
    return json.loads(json.loads(run.stdout.rpartition("  seen: ")[2]))


def generate(folder: Path, helm: Path, parameters: Any) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": os.defpath, "HOME": str(folder), "SWELL_HELM": str(helm), "ARGOCD_APP_NAME": "web"}
    env["SWELL_TIMEOUT"] = "3600"  # thousands of files, and other work may be going on
    env["ARGOCD_APP_PARAMETERS"] = json.dumps(parameters)
    return subprocess.run([SWELL, "generate"], cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("helm", HELMS)
def test_each_values_file_is_seen_as_a_whole(helm: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    every = [(form, length) for form in _FORMS for length in lengths(request.config.getoption("far"))]
    said = {}
    for number, (form, length) in enumerate(every):
        text, said[f"k{number}"] = line(f"k{number}", form, length)
        (tmp_path / f"{number}.yaml").write_bytes(text.encode())
    files = [f"{number}.yaml" for number in range(len(every))]

    found = seen(tmp_path, helm, parameters=[{"name": "valueFiles", "array": files}])

    assert [every[int(key[1:])] for key, value in said.items() if found.get(key) != value] == []


@pytest.mark.parametrize("helm", HELMS)
def test_swells_own_layers_are_seen_as_a_whole(helm: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    for length in lengths(min(request.config.getoption("far") - 1, 1)):
        inline = "i" * (length - len('{"inline":""}'))
        listed = "l" * (length - len('{"listed":["",""]}') - 1)
        text, value = line("parameter", "yaml", length)
        (tmp_path / "list.yaml").write_text(f"listed: [{listed}]\n")

        found = seen(
            tmp_path,
            helm,
            parameters=[{"name": "values", "string": text}],
            swell=f"values: {{inline: {inline}}}\nvalueFiles: [list.yaml]\nlists: {{listed: append}}\n",
            chart="listed: [a]\ninline: a\nparameter: a\n",
        )

        assert found == {"inline": inline, "listed": ["a", listed], "parameter": value}


@pytest.mark.parametrize("helm", HELMS)
def test_a_file_that_becomes_a_value_keeps_its_bytes(helm: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x" * BUFFER)
    assert seen(tmp_path, helm, parameters=[{"name": "fileParameters", "map": {"notes": "notes.txt"}}]) == {
        "notes": "x" * BUFFER
    }


@pytest.mark.parametrize("helm", HELMS)
def test_a_block_at_the_end_is_what_helm_makes_of_it_at_another_length(helm: Path, tmp_path: Path) -> None:
    ends = set()
    for length in (BUFFER - 1, BUFFER):
        (tmp_path / "block.yaml").write_text("block: |\n  " + "x" * (length - 2))
        block = seen(tmp_path, helm, parameters=[{"name": "valueFiles", "array": ["block.yaml"]}])["block"]
        assert block.strip() == "x" * (length - 2)
        ends.add(block.lstrip("x"))
    assert len(ends) == 1


@pytest.mark.parametrize("helm", HELMS)
def test_helm_itself_loses_exactly_what_is_said_to_be_lost(helm: Path, tmp_path: Path) -> None:
    seen(tmp_path, helm)
    version = subprocess.run([helm, "version", "--template={{.Version}}"], capture_output=True, text=True, check=True)
    loses = may_lose(tuple(int(part) for part in version.stdout.removeprefix("v").split(".")[:2]))
    contents = [
        *(line("key", form, length)[0].encode() for form in _FORMS for length in (4095, 4096, 4097)),
        *(
            b"#" + b"x" * (place - 2) + b"\rkey: " + b"y" * (4096 + more)
            for place in (4096, 4097)
            for more in range(-7, -3)
        ),
    ]

    wrong = []
    for content in contents:
        (tmp_path / "own.yaml").write_bytes(content)
        argv = [helm, "template", tmp_path, "--values", tmp_path / "own.yaml"]
        run = subprocess.run(argv, capture_output=True, text=True, check=True)
        if ("key" not in run.stdout) != (loses and is_lost(content)):
            wrong.append(content)

    assert wrong == []
    assert len({is_lost(content) for content in contents}) == 2


def test_a_message_of_helms_names_the_users_file_and_not_the_copy(tmp_path: Path) -> None:
    script = tmp_path / "helm"
    words = "error converting YAML to JSON: yaml: line 2: did not find expected key"
    failing = f'echo "Error: failed to parse ${{one#*=}}: {words}" >&2; exit 1'
    script.write_text(f"#!/bin/sh\nfor one; do case $one in --values=*) {failing};; esac; done\n")
    script.chmod(0o755)
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (tmp_path / "long.yaml").write_text(line("k", "yaml", BUFFER)[0])

    run = generate(tmp_path, script, [{"name": "valueFiles", "array": ["long.yaml"]}])

    assert (run.returncode, run.stderr) == (
        2,
        (
            f"swell: helm: failed to parse long.yaml: {words}. Nothing was applied; what runs stays.\n"
            "  fix: correct what it names; `swell values` prints the values that templates see\n"
        ),
    )
