"""Odd keys are told by the line of the file, in whichever document they stand."""

from pathlib import Path

from cmp.chart.read import read_chart
from cmp.dialect.keys import repeated
from cmp.values.layer import Layer
from cmp.values.odd_keys import odd_keys
from cmp.values.stack import Stack


def test_each_file_is_looked_at_with_all_its_documents_and_one_that_is_no_yaml_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    (tmp_path / "values.yaml").write_text("a: 1\n---\nb: 1\nb: 2\n")
    layers = (Layer(name="broken.yaml", text="a: ]\n"), Layer(name="prod.yaml", text="\nc: 1\nc: 2\n"))

    found = odd_keys(Stack(chart=read_chart(str(tmp_path)), layers=layers), repeated)

    assert [(one.layer.name, one.line, one.key.path, one.chart) for one in found] == [
        ("prod.yaml", 3, "c", False),
        ("values.yaml", 4, "b", True),
    ]
