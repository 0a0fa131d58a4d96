"""Laying documents over each other as mergo does, Argo CD's Go library for it (dario.cat/mergo 1.0.2, merge.go)."""

from collections.abc import Mapping
from typing import Any

from cmp.applicationset.model import Strings, malformed

_WHOLE = ("valuesObject",)  # bytes to Argo CD, and so one value


def filled(own: Any, base: Any) -> Any:
    """Return a document with what is empty in it, or missing, taken from another one: `Merge` without an option.

    A list that is not empty stays as it is, and so does a number, a text or `true`; `false` counts as empty.
    """
    if not isinstance(own, Mapping) or not isinstance(base, Mapping):
        return own if own or not base else base
    result = dict(own)
    for key, value in base.items():
        result[key] = (
            (result.get(key) if result.get(key) is not None else value)
            if key in _WHOLE
            else filled(result.get(key), value)
        )
    return result


def overridden(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters with others laid over them: `Merge` with `WithOverride`, of maps.

    Maps are merged; all else replaces what is there, be it empty or null.

    Raises:
        RequestError: a map of any values is to be laid over one of texts, where Argo CD's controller panics.
    """
    result = dict(below)
    for key, value in above.items():
        here = result.get(key)
        if isinstance(here, Strings) and isinstance(value, dict) and not isinstance(value, Strings):
            raise malformed(
                f"a git generator gives `{key}` as texts, over which Argo CD can't lay those of another generator",
                fix="take them from one of the two",
            )
        merges = isinstance(here, dict) and here and isinstance(value, dict)
        result[key] = type(here)(overridden(here, value)) if merges and here is not None else value
    return result
