"""Each chart's values have their places in those of the top chart, by alias, name and import."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml
from programs import every_helm

from cmp.chart import mounts as module
from cmp.chart.mounts import dependency_names, homes, imports_any, mounts
from cmp.chart.read import read_chart
from cmp.errors import SourceError


def chart(folder: Path, name: str, dependencies: str = "[]") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Chart.yaml").write_text(f"{{name: {name}, version: 1.0.0, dependencies: {dependencies}}}")
    return folder


def places(folder: Path) -> list[tuple[str, str, str]]:
    return [(one.chart.path, ".".join(one.at), ".".join(one.inside)) for one in mounts(read_chart(str(folder)))]


def test_a_chart_lies_below_its_aliases_and_an_unlisted_one_below_its_name(tmp_path: Path) -> None:
    chart(
        tmp_path, "top", "[{name: a, version: ^1.0.0, alias: x}, {name: a, version: 1.0.0}, {name: gone, version: 1}]"
    )
    chart(tmp_path / "charts/a", "a")
    chart(tmp_path / "charts/b", "b")
    chart(tmp_path / "charts/a/charts/c", "c")
    assert places(tmp_path) == [
        ("charts/b", "b", ""),
        ("charts/a/charts/c", "x.c", ""),
        ("charts/a", "x", ""),
        ("charts/a/charts/c", "a.c", ""),
        ("charts/a", "a", ""),
        ("", "", ""),
    ]
    assert not imports_any(read_chart(str(tmp_path)))


def test_imports_lie_where_the_parent_wants_them_through_all_levels(tmp_path: Path) -> None:
    chart(tmp_path, "top", "[{name: a, version: 1.0.0, import-values: [data, {child: c.deep, parent: mine}]}]")
    chart(
        tmp_path / "charts/a", "a", "[{name: c, version: 1.0.0, import-values: [{child: x.y, parent: exports.data}]}]"
    )
    chart(tmp_path / "charts/a/charts/c", "c")
    assert places(tmp_path) == [
        ("charts/a/charts/c", "a.c", ""),
        ("charts/a/charts/c", "a.exports.data", "x.y"),
        ("charts/a", "a", ""),
        ("charts/a/charts/c", "", "x.y"),
        ("charts/a", "", "exports.data"),
        ("charts/a/charts/c", "mine", "deep"),
        ("charts/a", "mine", "c.deep"),
        ("", "", ""),
    ]
    assert imports_any(read_chart(str(tmp_path)))


def test_imports_of_imports_do_not_grow_without_bounds(tmp_path: Path) -> None:
    many = ", ".join("{child: ., parent: .}" for _ in range(200))
    for folder, name, below in (("", "top", "a"), ("charts/a", "a", "b"), ("charts/a/charts/b", "b", "c")):
        chart(tmp_path / folder, name, f"[{{name: {below}, version: 1.0.0, import-values: [{many}]}}]")
    chart(tmp_path / "charts/a/charts/b/charts/c", "c")
    with pytest.raises(SourceError, match="in over 20000 places"):
        places(tmp_path)


def test_charts_that_are_there_twice_in_each_other_have_a_bound(tmp_path: Path) -> None:
    here = tmp_path
    for depth in range(20):
        below = f"n{depth + 1}"
        twice = f"[{{name: {below}, version: 1.x, alias: a}}, {{name: {below}, version: 1.x, alias: b}}]"
        here = chart(here, f"n{depth}", twice) / "charts" / below
    chart(here, "n20")
    with pytest.raises(SourceError, match="in over 20000 places"):
        places(tmp_path)


@pytest.mark.parametrize("helm", [pytest.param(path, id=name) for name, path in every_helm().items()])
@pytest.mark.parametrize("alias", ["x", "a", ""])
@pytest.mark.parametrize("version", [None, "", " ", "latest", "^2", "1.0.0 ||", "*", "^1.0.0"])
def test_a_dependency_without_a_version_that_fits_is_there_by_its_own_name(
    helm: Path, version: str | None, alias: str, tmp_path: Path
) -> None:
    wanted = {"name": "a", "alias": alias, "condition": "off", "import-values": [{"child": "b", "parent": "b"}]}
    chart(tmp_path, "top", json.dumps([wanted if version is None else {**wanted, "version": version}]))
    chart(tmp_path / "charts/a", "a")
    (tmp_path / "charts/a/values.yaml").write_text("b: {c: 1}")
    (tmp_path / "values.yaml").write_text("off: true")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/it.yaml").write_text("{{ toJson .Values }}")
    argv = [str(helm), "template", "it", str(tmp_path)]
    seen = yaml.safe_load(subprocess.run(argv, capture_output=True, text=True, check=True).stdout)

    said = read_chart(str(tmp_path))
    places = mounts(said)
    assert {key for key in seen if key in {"a", "x"}} == {home[0] for home in homes(places) if home}
    assert ("b" in seen) == (("b",) in {one.at for one in places})
    assert dependency_names(said) == {next(key for key in seen if key in {"a", "x"}): "a"}


def test_each_version_and_each_range_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chart(tmp_path, "top", "[" + ", ".join(f"{{name: a, version: 1.{n}.0, alias: x{n}}}" for n in range(20)) + "]")
    for number in range(20):
        (tmp_path / f"charts/a{number}").mkdir(parents=True)
        (tmp_path / f"charts/a{number}/Chart.yaml").write_text(f"{{name: a, version: 1.{number}.0}}")
    read: list[str] = []
    for name in ("version", "constraint"):
        reader = getattr(module, name)
        monkeypatch.setattr(module, name, lambda text, reader=reader: read.append(text) or reader(text))
    assert all(len(numbers) == 1 for _, numbers in module.taken(read_chart(str(tmp_path))))
    assert len(read) == 20 + 20
