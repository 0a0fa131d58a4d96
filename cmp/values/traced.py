"""Values that carry their origins through Helm: beside each key lies another one, with the number of its mark.

Helm merges both by the same rules, whichever Helm it is, so that the number beside a value is always that of the layer
that has set it. Those rules know three sorts of values, and what lies beside one is of its sort: a number beside all
that is neither mapping nor null, a mapping beside a mapping, and beside a null a null, which removes what that removes.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cmp import dialect
from cmp.chart.chart import CHART, VALUES, Chart
from cmp.chart.mounts import homes
from cmp.values.layer import Layer
from cmp.values.located import Located, Tree
from cmp.values.stack import Stack

BESIDE = "\ue000"  # begins the second key: a letter for private use, so that no chart has such keys
_CHART = (
    BESIDE * 2
)  # begins a key of each chart's defaults, which tells where Helm takes them: not of a chart that is off


class Trace:
    """The layers of a stack with numbers, and what these stand for."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._marks: list[Located] = []
        self._assigned: Mapping[int, Located] = {}

    def layers(self, *, without: Sequence[Sequence[str]] = ()) -> tuple[Layer, ...]:
        """Return the user's layers, what is assigned among them; what they say at some paths may be left out."""
        said = [self._numbered(one) for one in self._stack.above]
        first = len(self._marks)
        said += [self._numbered(one) for one in self._stack.assigned]
        self._assigned = dict(enumerate(self._marks[first:], first))
        return tuple(Layer(name="numbers", text=dialect.to_json(_without(one, without))) for one in said)

    def files(self, chart: Chart) -> Mapping[str, bytes]:
        """Return what decides about the values of a chart; numbers meet no schema."""
        said = {CHART: dialect.to_json(_importing(chart)).encode()}
        first, *more = [self._numbered(tree) for tree in self._stack.documents.get(chart.path, ())] or [{}]
        documents = [{**first, _CHART + chart.path: {}}, *more]
        said[VALUES] = b"%s\n" % "\n---\n".join(map(dialect.to_json, documents)).encode()  # a last line may be lost
        return said

    def values(self, seen: Mapping[str, Any]) -> dict[str, Any]:
        """Return what Helm makes of the layers and files without what lies beside it.

        A whole number that is assigned is what it was written as: Helm keeps its 64 bits, and gives one of a file 53.
        """
        found = {}
        for key, value in seen.items():
            if isinstance(value, dict) and not key.startswith(BESIDE):
                found[key] = self.values(value)
            elif not key.startswith(BESIDE):
                mark = self._assigned.get(number) if isinstance(number := seen.get(BESIDE + key), int) else None
                found[key] = _exact(value, mark.value) if mark else value
        return found

    def switched_on(self, values: Mapping[str, Any]) -> frozenset[tuple[str, ...]]:
        """Return where the values of those charts lie that are on; `values` are what Helm makes of layers and files."""
        return frozenset(
            home
            for home, chart in homes(self._stack.mounts).items()
            if isinstance(here := _at(values, home), dict) and _CHART + chart.path in here
        )

    def mark(self, values: Mapping[str, Any], keys: Sequence[str]) -> Located | None:
        """Return the mark of the value at a path, None where there is none, as of a null, or a mapping.

        `values` are what Helm makes of the layers and files.
        """
        *above, last = keys
        here = _at(values, above)
        number = here.get(BESIDE + last) if isinstance(here, dict) else None
        return self._marks[number] if isinstance(number, int) and not isinstance(here.get(last), dict) else None

    def _numbered(self, tree: Tree) -> Any:
        if isinstance(tree, Located):
            return tree.value
        found = {}
        for key, below in tree.items():
            found[key] = self._numbered(below)
            found[BESIDE + key] = self._number(below) if isinstance(below, Located) else {}
        return found

    def _number(self, mark: Located) -> int | None:
        if mark.value is None:
            return None
        self._marks.append(mark)
        return len(self._marks) - 1


def _exact(seen: Any, assigned: Any) -> Any:
    """Return a value with the whole numbers that were assigned to it, in a list too."""
    if isinstance(seen, list) and isinstance(assigned, list):
        return list(map(_exact, seen, assigned))
    if isinstance(seen, dict) and isinstance(assigned, dict):
        return {key: _exact(value, assigned.get(key)) for key, value in seen.items()}
    return assigned if type(assigned) is int else seen


def _importing(chart: Chart) -> dict[str, Any]:
    """Return a chart's metadata with imports for what lies beside the mappings that Helm makes for an import."""
    said = chart.metadata
    listed = said.get("dependencies")
    return {**said, "dependencies": [_with_imports(one) for one in listed]} if isinstance(listed, list) else said


def _with_imports(dependency: Any) -> Any:
    imports = dependency.get("import-values") if isinstance(dependency, dict) else None
    if not isinstance(imports, list):
        return dependency
    made = [{"child": _beside(child), "parent": parent} for child, parent in map(_moved, imports) if parent != "."]
    more = [
        {**one, "parent": _beside(".".join(one["parent"].split(".")[:depth]))}
        for one in made
        for depth in range(1, len(one["parent"].split(".")) + 1)
    ]
    return {**dependency, "import-values": [*imports, *more]}


def _moved(one: Any) -> tuple[str, str]:
    return (str(one.get("child")), str(one.get("parent"))) if isinstance(one, dict) else ("", ".")


def _beside(path: str) -> str:
    above, dot, last = path.rpartition(".")
    return f"{above}{dot}{BESIDE}{last}"


def _at(values: Any, keys: Sequence[str]) -> Any:
    for key in keys:
        values = values.get(key) if isinstance(values, dict) else None
    return values


def _without(values: Any, paths: Sequence[Sequence[str]]) -> Any:
    for *above, last in paths:
        if isinstance(here := _at(values, above), dict):
            for key in (last, BESIDE + last):
                here.pop(key, None)
    return values
