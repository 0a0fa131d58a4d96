"""Where values come from is what Helm makes of them."""

import json
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import pytest
from programs import HELM_VERSIONS, helm

from cmp import dialect
from cmp.report.values_yaml import commented
from cmp.values.layer import Layer
from cmp.values.located import plain
from cmp.values.origins import Origins
from cmp.values.stack import Stack

KEYS = ("a", "b", "c", "global", "sub")
LEAVES = (1, "x", True, None, [1], {}, "y,z", 0, "two\n\n# lines: [", "# c")
# Helm lets a dependency add to mappings deep within the chart's globals, settles the charts' own values first, and
# has a null remove but once. What differs between Helm 3 and 4 is not among them: a chart's own null for a dependency.
ONCE_WRONG = (69, 75, 79, 81, 124, 193, 262, 310, 389, 402, 523, 531)
CHARTS = {
    "Chart.yaml": "{apiVersion: v2, name: top, version: 1.0.0, dependencies: [{name: sub, version: 1.0.0}]}",
    "templates/values.yaml": "values: {{ toJson .Values }}",
    "charts/sub/Chart.yaml": "{apiVersion: v2, name: sub, version: 1.0.0}",
}
ASSIGNED = ("a=1", "a.b=null", "c[1].d=x", "b={x,y}", "b={}", "sub.a=2", "a=z,d.c=0", r"a.b\.c=1\,2", "global.a=true")


def layer(random: Random, depth: int = 3) -> dict[str, Any]:
    """Return a mapping; `sub` and `global` at the top are mappings, as Helm wants them."""
    found: dict[str, Any] = {}
    for key in random.sample(KEYS, random.randint(0, 4)):
        special = depth == 3 and key in ("sub", "global")
        deep = depth and (special or random.random() < 0.5)
        found[key] = layer(random, depth - 1) if deep else random.choice(LEAVES)
        if special and key == "sub" and "global" in found[key] and not isinstance(found[key]["global"], dict):
            del found[key]["global"]
    return found


def leaves(values: Any, keys: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return all that is no mapping and not nothing."""
    if isinstance(values, dict):
        return {path: leaf for key, below in values.items() for path, leaf in leaves(below, (*keys, key)).items()}
    return {} if values is None else {keys: values}


def assignable(values: dict[str, Any]) -> list[str]:
    """Return what `--set` may say above some values: Helm reaches into nothing but mappings."""
    heads = {one: one.partition("=")[0].partition(".")[0].partition("[")[0] for one in ASSIGNED}
    return [one for one, head in heads.items() if not any(sign in one for sign in ".[") or head not in values]


def helms(folder: Path, version: str, files: list[Path], assignments: list[str]) -> dict[str, Any]:
    """Return the values that the chart's own templates see."""
    flags = [f"--values={file}" for file in files] + [f"--set={one}" for one in assignments]
    run = subprocess.run([helm(version), "template", folder, *flags], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    printed: dict[str, Any] = json.loads(run.stdout.rpartition("values: ")[2])
    return printed


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("seed", [*range(60), *ONCE_WRONG])
def test_the_origins_of_random_layers_have_the_values_that_helm_makes_of_them(
    seed: int, version: str, tmp_path: Path
) -> None:
    random = Random(seed)  # noqa: S311
    for name, text in CHARTS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    texts = [json.dumps(layer(random)) for _ in range(5)]
    (tmp_path / "values.yaml").write_text(texts[0])
    (tmp_path / "charts/sub/values.yaml").write_text(texts[1])
    files = [tmp_path / f"{number}.yaml" for number in range(3)]
    for file, text in zip(files, texts[2:], strict=True):
        file.write_text(json.dumps(json.loads(text), indent=1))
    taken = assignable(json.loads(texts[2]) | json.loads(texts[3]) | json.loads(texts[4]))
    assignments = random.sample(taken, 1)

    stack = Stack(
        defaults=Layer(name="values.yaml", text=texts[0]),
        subcharts={"sub": Layer(name="charts/sub/values.yaml", text=texts[1])},
        layers=tuple(Layer(name=file.name, path=str(file), text=file.read_text()) for file in files),
        assignments=tuple(("--set", one) for one in assignments),
    )
    origins = Origins(stack)
    found = {keys: mark.value for keys, mark in origins.leaves() if mark.value != {}}

    wanted = leaves(helms(tmp_path, version, files, assignments))
    assert found == wanted
    own = Origins(stack.replace(subcharts={}))
    printed = plain(own.tree)
    assert dialect.load(commented(printed, own, lambda value, _: value)) == printed
    for keys, value in found.items():
        (counting,) = [word for word in origins.words(keys) if word.counts]
        assert counting.mark.value == value
        if counting.mark.layer.path:
            line = Path(counting.mark.layer.path).read_text().splitlines()[counting.mark.line - 1]
            assert f'"{counting.keys[-1]}": ' in line


@pytest.mark.parametrize("version", HELM_VERSIONS)
def test_globals_reach_dependencies_above_what_those_say_themselves(version: str, tmp_path: Path) -> None:
    for name, text in CHARTS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    own = {"global": {"a": {"x": 1}, "b": 2}, "sub": {"global": {"c": 3, "d": 4}}}
    theirs = {"global": {"a": {"x": 5, "y": 6}, "b": 7, "c": 8, "e": 9}}
    (tmp_path / "values.yaml").write_text(json.dumps(own))
    (tmp_path / "charts/sub/values.yaml").write_text(json.dumps(theirs))
    stack = Stack(
        defaults=Layer(name="values.yaml", text=json.dumps(own)),
        subcharts={"sub": Layer(name="charts/sub/values.yaml", text=json.dumps(theirs))},
        layers=(),
    )
    assert {keys: mark.value for keys, mark in Origins(stack).leaves()} == leaves(helms(tmp_path, version, [], []))
    said = [(word.mark.layer.name, word.counts) for word in Origins(stack).words(("sub", "global", "a", "x"))]
    assert said == [("charts/sub/values.yaml", False), ("values.yaml", True)]
