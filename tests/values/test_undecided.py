"""A global is told as undecided where Helm, run again and again on the same chart, gives it two values."""

import json
import subprocess
from pathlib import Path

import pytest
from programs import every_helm

from cmp.chart.read import read_chart
from cmp.values.dotted import join
from cmp.values.layer import Layer
from cmp.values.stack import Stack
from cmp.values.undecided import undecided

HELMS = [pytest.param(path, id=name) for name, path in every_helm().items()]
MOST = 100  # runs of Helm; the order of two charts is another one in at least one run of eight
FEW = 25
_TEMPLATE = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {seen: {{ toJson .Values.global | quote }}}\n"
_ONE, _TWO = {"global": {"a": {"b": {"c": 1}}}}, {"global": {"a": {"b": {"c": 2}}}}
_AROUND = {"global": {"a": {"b": {}}}}


def write(folder: Path, values: object, below: dict[str, object], *, listed: bool = False) -> None:
    """Write a chart; `below` are the values of those in its charts/, or what this function takes for them."""
    (folder / "templates").mkdir(parents=True)
    (folder / "templates/a.yaml").write_text(_TEMPLATE)
    needs = [{"name": name, "version": "1.0.0"} for name in below] if listed else []
    said = {"apiVersion": "v2", "name": folder.name, "version": "1.0.0", "dependencies": needs}
    (folder / "Chart.yaml").write_text(json.dumps(said))
    (folder / "values.yaml").write_text(json.dumps(values))
    for name, inner in below.items():
        write(folder / "charts" / name, *(inner if isinstance(inner, tuple) else (inner, {})))


def results(helm: Path, folder: Path, layers: list[Path], most: int) -> set[str]:
    """Return what Helm prints, until it is something else than before."""
    argv = [helm, "template", "it", folder, *(f"--values={one}" for one in layers)]
    found: set[str] = set()
    for _ in range(most):
        found.add(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)
        if len(found) > 1:
            break
    return found


@pytest.mark.parametrize("helm", HELMS)
@pytest.mark.parametrize(
    ("top", "below", "layer", "expected"),
    [
        (_AROUND, {"one": _ONE, "two": _TWO}, {}, {"global.a.b.c"}),
        ({}, {"one": _ONE, "two": _TWO}, _AROUND, {"global.a.b.c"}),
        ({}, {"one": {}, "two": _TWO}, {**_AROUND, "one": _ONE}, {"global.a.b.c"}),
        (_AROUND, {"one": _ONE, "two": ({}, {"three": _TWO})}, {}, {"global.a.b.c"}),
        (_AROUND, {"one": _ONE, "two": {"global": {"a": {"b": {"c": {"d": 1}}}}}}, {}, {"global.a.b.c"}),
        (_AROUND, {"one": _ONE, "two": {"global": {"a": {"b": {"c": True}}}}}, {}, {"global.a.b.c"}),
        (_AROUND, {"one": _ONE, "two": (_TWO, {"three": _ONE})}, {}, {"global.a.b.c"}),
        (_AROUND, {"two": (_TWO, {"three": _ONE}), "one": _ONE}, {}, {"global.a.b.c"}),
        (_AROUND, {"two": (_ONE, {"three": _TWO}), "one": _ONE}, {}, set()),
        (_AROUND, {"two": ({}, {"three": _ONE, "four": _TWO}), "one": _ONE}, {}, {"global.a.b.c", "two.global.a.b.c"}),
        (_AROUND, {"one": _TWO, "two": ({}, {"three": (_ONE, {"four": _TWO})})}, {}, {"global.a.b.c"}),
        (_AROUND, {"one": _ONE, "two": _TWO}, {"two": _ONE}, set()),
        ({"global": {"a": {"b": {"c": {}}}}}, {"one": {"global": {"a": {"b": {"c": {"d": [1]}}}}},
          "two": {"global": {"a": {"b": {"c": {"d": [2]}}}}}}, {}, {"global.a.b.c.d"}),
        ({}, {"mid": (_AROUND, {"one": _ONE, "two": _TWO})}, {}, {"mid.global.a.b.c"}),
        (_AROUND, {"mid": ({}, {"one": _ONE, "two": _TWO})}, {}, {"mid.global.a.b.c"}),
        (_AROUND, {"one": _ONE, "two": _ONE}, {}, set()),
        (_AROUND, {"one": _ONE, "two": {}}, {}, set()),
        ({}, {"one": _ONE, "two": _TWO}, {}, set()),
        ({"global": {"a": {}}}, {"one": _ONE, "two": _TWO}, {}, set()),
        ({"global": {"a": {"b": {"c": 3}}}}, {"one": _ONE, "two": _TWO}, {}, set()),
        (_AROUND, {"one": _ONE, "two": _TWO}, {"global": {"a": {"b": {"c": 3}}}}, set()),
        ({"global": {"a": 1}}, {"one": _ONE, "two": _TWO}, {}, set()),
        (_AROUND, {"one": {"a": {"b": {"c": 1}}}, "two": {"a": {"b": {"c": 2}}}}, {}, set()),
    ],
)  # fmt: skip
def test_a_global_is_undecided_where_helm_gives_two_results(
    helm: Path, top: object, below: dict[str, object], layer: dict[str, object], expected: set[str], tmp_path: Path
) -> None:
    write(tmp_path / "top", top, below)
    (tmp_path / "layer.yaml").write_text(json.dumps(layer))
    stack = Stack(
        chart=read_chart(str(tmp_path / "top")),
        layers=(Layer(name="layer.yaml", path="layer.yaml", text=json.dumps(layer)),),
    )
    assert {join([*one.home, *one.keys]) for one in undecided(stack)} == expected
    found = results(helm, tmp_path / "top", [tmp_path / "layer.yaml"], MOST if expected else FEW)
    assert len(found) == (2 if expected else 1)


@pytest.mark.parametrize("helm", HELMS)
def test_charts_that_are_listed_are_visited_as_listed(helm: Path, tmp_path: Path) -> None:
    write(tmp_path / "top", _AROUND, {"one": _ONE, "two": _TWO}, listed=True)
    assert list(undecided(Stack(chart=read_chart(str(tmp_path / "top"))))) == []
    assert len(results(helm, tmp_path / "top", [], FEW)) == 1


@pytest.mark.parametrize("helm", HELMS)
@pytest.mark.parametrize("version", [None, "", "^2"])
def test_charts_that_are_listed_without_a_version_that_fits_are_visited_as_unlisted_ones(
    helm: Path, version: str | None, tmp_path: Path
) -> None:
    write(tmp_path / "top", _AROUND, {"one": _ONE, "two": _TWO})
    said = json.loads((tmp_path / "top/Chart.yaml").read_text())
    needs = [{"name": name, **({} if version is None else {"version": version})} for name in ("one", "two")]
    (tmp_path / "top/Chart.yaml").write_text(json.dumps({**said, "dependencies": needs}))
    found = undecided(Stack(chart=read_chart(str(tmp_path / "top"))))
    assert {join([*one.home, *one.keys]) for one in found} == {"global.a.b.c"}
    assert len(results(helm, tmp_path / "top", [], MOST)) == 2
