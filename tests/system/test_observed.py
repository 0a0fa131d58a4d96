"""What is noted of what a render looks at."""

from pathlib import Path

from cmp.system.observed import Observations


def test_a_tree_has_what_lies_in_it_and_not_what_climbs_out_of_it(tmp_path: Path) -> None:
    chart = tmp_path / "chart"
    chart.mkdir()
    seen = Observations()
    seen.note_tree(str(chart))
    for path in ("chart/a", "chart/../deps/sub", "chart/b/../c", "chart/b/../../chart-2/d"):
        seen.note_real(f"{tmp_path}/{path}", path)
    assert {path.removeprefix(f"{tmp_path}/") for _, path in seen.notes} == {
        "chart/../deps/sub",
        "chart/b/../../chart-2/d",
    }
