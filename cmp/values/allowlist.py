"""Layers that may set some values and no others: an environment's file has no say in which image runs."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from cmp.errors import ConfigError
from cmp.values.dotted import join, split
from cmp.values.layer import Layer
from cmp.values.load import load_marked
from cmp.values.located import leaves


def refuse_others(layer: Layer, allow: Sequence[str]) -> None:
    """Refuse what a layer sets beside the paths that it may set: nulls too, since they remove.

    Raises:
        ConfigError: it does; the first such place.
    """
    patterns = [split(path) for path in allow]
    others = [(keys, mark) for keys, mark in leaves(load_marked(layer)) if not any(_fits(p, keys) for p in patterns)]
    if others:
        keys, mark = others[0]
        more = f" (and {len(others) - 1} more)" if len(others) > 1 else ""
        raise ConfigError(
            f"{join(keys)} may not be set by this file{more}",
            where=layer.at(mark.line),
            here=f"it may set {', '.join(allow)}" if allow else "it may set nothing at all",
            fix="set it in another layer, or add its path to `allow` of the file in swell.yaml",
        )


def _fits(pattern: Sequence[str], keys: Sequence[str]) -> bool:
    """Tell whether a path is what a pattern names, or lies below it."""
    return len(keys) >= len(pattern) and all(fnmatchcase(key, one) for key, one in zip(keys, pattern, strict=False))
