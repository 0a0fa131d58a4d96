"""Nested parameters under one name each: what `{{a.b.0}}` and a generator's selector see."""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.applicationset.go_values import shown


def flat(params: Mapping[str, Any]) -> dict[str, str]:
    """Return parameters by their paths, joined by dots: `a.b.0`; what is empty has no path.

    Source: github.com/jeremywohl/flatten, as applicationset/generators of Argo CD 3.6.1 calls it.
    """
    return {name: shown(value) for name, value in _leaves(params, "")}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        below = [(str(key), one) for key, one in value.items()]
    elif isinstance(value, list) and path:
        below = [(str(index), one) for index, one in enumerate(value)]
    else:
        yield path, value
        return
    for key, one in below:
        yield from _leaves(one, f"{path}.{key}" if path else key)
