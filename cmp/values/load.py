"""Reading a layer of values, where it is Swell and not Helm that needs to know what it says."""

from cmp import dialect
from cmp.errors import SourceError
from cmp.sources.places import read
from cmp.values.layer import Layer
from cmp.values.merge import Values


def load(layer: Layer) -> Values:
    """Return what a layer says; an empty one says nothing.

    Raises:
        SourceError: it can't be read, is not YAML, or is not a mapping.
    """
    try:
        values = dialect.load(layer.text or read(layer.path, shown=layer.name))
    except dialect.YamlError as problem:
        raise SourceError(
            problem.message, where=f"{layer.name}:{problem.line}" if problem.line else layer.name
        ) from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise SourceError("values must be a mapping", where=layer.name, cure="begin it with `key: value`")
    return values
