"""Where Chart.yaml, or requirements.yaml, names dependencies: for checks of them."""

from cmp.chart.chart import Chart
from cmp.model import Position
from cmp.values.layer import Layer
from cmp.values.load import load_marked
from cmp.values.located import Located, LocatedMapping


def dependency_places(chart: Chart) -> list[tuple[str, Position]]:
    """Return where a chart names each of its dependencies, in their order: for a message, and as a place in a file.

    It is the file's own beginning where that can't be told.
    """
    path = chart.named(chart.list_file)
    file = Layer(name=path, path=path, text=chart.text(chart.list_file), revision=chart.revision)
    tree = load_marked(file)
    listed = tree.get("dependencies") if isinstance(tree, LocatedMapping) else None
    elements = listed.elements if isinstance(listed, Located) else ()
    marks = [one.mark for one in elements if isinstance(one, LocatedMapping)]
    if len(marks) != len(chart.dependencies):
        marks = [Located(layer=file, line=0, value=None)] * len(chart.dependencies)
    return [(file.at(mark.line), Position(file=file.name, line=mark.line, column=mark.column)) for mark in marks]
