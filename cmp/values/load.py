"""Reading a layer of values, where it is Swell and not Helm that needs to know what it says."""

from cmp import dialect
from cmp.errors import SourceError
from cmp.typed.merge import Values
from cmp.values.documents import documents
from cmp.values.layer import Layer
from cmp.values.located import LocatedMapping, Tree, branch


def load(layer: Layer) -> Values:
    """Return what a layer says; an empty one says nothing.

    Raises:
        SourceError: it is not YAML, or is not a mapping.
    """
    try:
        values = dialect.load(layer.text)
    except dialect.YamlError as problem:
        raise _not_yaml(layer, problem) from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise SourceError(
            "values must be a mapping", where=layer.at(1 if layer.path else 0), fix="begin it with `key: value`"
        )
    return values


def load_marked(layer: Layer) -> Tree:
    """Return what a layer says, every word with its line; of one that is no mapping, nothing.

    Raises:
        SourceError: it is not YAML.
    """
    made: Tree | None = layer.tree
    return _marked(layer, layer.text, 1) if made is None else made


def load_documents(layer: Layer) -> tuple[LocatedMapping, ...]:
    """Return what each document of a chart's own values file says; Helms take one of them, or all.

    Raises:
        SourceError: one is not YAML.
    """
    return tuple(_marked(layer, text, line) for line, text in documents(layer.text))


def _marked(layer: Layer, text: str, line: int) -> LocatedMapping:
    try:
        return branch(layer, dialect.compose(text), line)
    except dialect.YamlError as problem:
        raise _not_yaml(layer, problem) from None


def _not_yaml(layer: Layer, problem: dialect.YamlError) -> SourceError:
    return SourceError(problem.message, where=layer.at(problem.line or 0), fix=problem.fix)
