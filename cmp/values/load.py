"""Reading a layer of values, where it is Swell and not Helm that needs to know what it says."""

from cmp import dialect
from cmp.errors import SourceError
from cmp.typed.merge import Values
from cmp.values.layer import Layer
from cmp.values.located import LocatedMapping, branch


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
        raise SourceError("values must be a mapping", where=layer.at(), fix="begin it with `key: value`")
    return values


def load_marked(layer: Layer) -> LocatedMapping:
    """Return what a layer says, every word with its line; of one that is no mapping, nothing.

    Raises:
        SourceError: it is not YAML.
    """
    try:
        return branch(layer, dialect.compose(layer.text))
    except dialect.YamlError as problem:
        raise _not_yaml(layer, problem) from None


def _not_yaml(layer: Layer, problem: dialect.YamlError) -> SourceError:
    return SourceError(problem.message, where=layer.at(problem.line or 0))
