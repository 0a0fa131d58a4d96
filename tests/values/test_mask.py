"""A secret of a chart is hidden wherever its value lies: below an alias, in archives, and where it is imported."""

import json
from pathlib import Path

from cmp.chart.mounts import Mount, mounts
from cmp.chart.read import read_chart
from cmp.values.mask import ChartMask
from cmp.values.secrets import HIDDEN


def places(folder: Path, imports: str) -> tuple[Mount, ...]:
    dependency = f"{{name: s, alias: svc, version: 1.0.0, import-values: {imports}}}"
    schema = {"properties": {"deep": {"properties": {"level": {"writeOnly": True}}}}}
    for name, text in {
        "Chart.yaml": f"{{name: web, version: 1.0.0, dependencies: [{dependency}]}}",
        "charts/s/Chart.yaml": "{name: s, version: 1.0.0}",
        "charts/s/values.schema.json": json.dumps(schema),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return mounts(read_chart(str(folder)))


def test_what_a_dependencys_schema_hides_is_hidden_below_its_alias(tmp_path: Path) -> None:
    mask = ChartMask(places(tmp_path, "[]"))
    assert mask.shown({"deep": {"level": "1", "size": 1}}, ["svc"]) == {"deep": {"level": HIDDEN, "size": 1}}
    assert mask.shown("1", ["svc", "deep", "level"]) == HIDDEN
    assert mask.shown("1", ["s", "deep", "level"]) == "1"


def test_it_is_hidden_where_it_is_imported(tmp_path: Path) -> None:
    mask = ChartMask(places(tmp_path, "[{child: deep, parent: mine.own}]"))
    assert mask.shown({"own": {"level": "1", "size": 1}}, ["mine"]) == {"own": {"level": HIDDEN, "size": 1}}
    assert mask.shown("1", ["mine", "own", "level"]) == HIDDEN
    assert mask.as_charts_show("1", ["mine", "level"]) == "1"


def test_what_its_own_key_calls_a_secret_is_one_where_it_is_imported(tmp_path: Path) -> None:
    mask = ChartMask(places(tmp_path, "[{child: credentials, parent: mine}]"))
    assert mask.shown({"other": "1"}, ["mine"]) == {"other": HIDDEN}
