"""Lists that merge by a rule of the user's instead of Helm's: a path at a time, over all layers.

The result is one more layer above the others, holding just those lists, so that everything else stays Helm's own.
"""

from functools import reduce
from typing import Any

from cmp.config.spec import ListByKey, ListStrategy
from cmp.errors import ConfigError
from cmp.typed.merge import Values, merged
from cmp.values.dotted import split

_DELETE = {"$patch": "delete"}


def merged_lists(strategies: dict[str, ListStrategy], layers: list[tuple[str, Values]]) -> Values:
    r"""Return values that hold the merged list of each path.

    Paths are dotted, with `\.` for a dot in a key. A layer that sets null starts over.

    Args:
        strategies: how the list of each path merges.
        layers: the chart's defaults and all that lies above, lowest first, each with its name.

    Raises:
        ConfigError: no layer has anything there, or one has no list, or an element lacks its key.
    """
    result: Values = {}
    for path, strategy in strategies.items():
        keys = split(path)
        found = [(f"{name}: {path}", value) for name, layer in layers if (value := _at(layer, keys)) is not _ABSENT]
        if not found:
            raise ConfigError(
                f"lists: there are no values at {path}",
                fix="correct the path, or give it a default: `values` in swell.yaml with an empty list there",
            )
        _put(result, keys, reduce(lambda below, above: _merge(below, above[1], strategy, above[0]), found, None))
    return result


_ABSENT = object()


def removes(element: Values) -> bool:
    """Tell whether an element takes the one of the same key away."""
    return _DELETE.items() <= element.items()


def _at(values: Values, keys: list[str]) -> Any:
    here: Any = values
    for key in keys:
        if not isinstance(here, dict) or key not in here:
            return _ABSENT
        here = here[key]
    return here


def _put(values: Values, keys: list[str], value: Any) -> None:
    for key in keys[:-1]:
        values = values.setdefault(key, {})
    values[keys[-1]] = value


def _merge(below: Any, above: Any, strategy: ListStrategy, where: str) -> Any:
    if above is None:
        return None
    if not isinstance(above, list):
        raise ConfigError("it is no list, though swell.yaml has it under `lists`", where=where)
    if isinstance(strategy, ListByKey):
        return _by_key(below or [], above, strategy.key, where)
    if strategy == "replace":
        return above
    return [*(below or []), *above] if strategy == "append" else [*above, *(below or [])]


def _by_key(below: list[Any], above: list[Any], key: str, where: str) -> list[Any]:
    """Merge elements that agree in `key`, in the order of the lower list, new ones at the end."""
    result: dict[Any, Any] = {}
    for element in [*below, *above]:
        if not isinstance(element, dict) or not isinstance(name := element.get(key), str | int | float):
            raise ConfigError(f"an element has no `{key}` to be merged by", where=where)
        if removes(element):
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name, {}), element)
    return list(result.values())
