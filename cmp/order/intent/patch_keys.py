"""Which fields a patch writes or removes, by what it says, whatever object it is applied to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_READING = ("test",)  # operations that change nothing
_TAKING = ("move",)  # ... and that change what `from` names
_DIRECTIVE = "$patch"  # of a strategic merge, whose `replace` and `delete` concern all keys


def writes(patch: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None, path: tuple[str, ...]) -> bool:
    """Tell whether a patch decides about the field at a path, through mappings alone."""
    if isinstance(patch, Mapping):
        return _merges(patch, path)
    return any(parts == path[: len(parts)] for one in patch or () for parts in _paths(one))


def _merges(node: Any, path: tuple[str, ...]) -> bool:
    """Tell whether a mapping decides about what lies at a path: itself, or by what it says of something above."""
    if not path or not isinstance(node, Mapping):
        return True
    return _DIRECTIVE in node or (path[0] in node and _merges(node[path[0]], path[1:]))


def _paths(operation: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the parts of each pointer at which an operation changes something; those of `""` are none."""
    said = operation.get("op")
    pointers = [operation.get("path")] if said not in _READING else []
    pointers += [operation.get("from")] if said in _TAKING else []
    for pointer in pointers:
        if isinstance(pointer, str):
            yield tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
