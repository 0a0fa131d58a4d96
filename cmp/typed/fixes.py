"""What to write in place of what does not fit: the fix of an error about a key, by its type and its name."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from cmp.text import nearest

_NUMBER, _LIST, _MAPPING = "int", "array", "object"
_TELLING = ("kind", "name", "match", "infer")
"""Keys that an example of a mapping shows, where it has them."""


def of_type(key: str, wanted: Iterable[str], got: str, types: Iterable[Any]) -> str:
    """Return how to write a key whose value has another type than it may have, "" where only the schema tells.

    Args:
        key: the key, "" of an element of a list.
        wanted: msgspec's names of the types that it may have.
        got: msgspec's name of the type that it has.
        types: the types as msgspec inspects them.
    """
    names = list(wanted)
    if names == [_NUMBER]:
        return f"write a whole number without quotes: `{key}: 5`"
    if "str" in names and got in ("int", "float", "bool"):
        return "quote it"
    if _MAPPING in names:
        keys = [name for kind in types for name in fields(kind)]
        shown = [name for name in _TELLING if name in keys] or keys[:1] or ["name"]
        example = f"{{{', '.join(f'{name}: ...' for name in shown)}}}"
        return f"write it as a mapping: `{f'{key}: {example}' if key else f'- {example}'}`"
    if _LIST in names:
        return f"write it as a list: `{key}: [...]`, or a line for each that begins with a dash"
    return ""


def of_unknown(key: str, types: Iterable[Any], shape: Any, words: Mapping[str, str]) -> str:
    """Return what to do with an unknown key: the place where it belongs, the key that is meant, or all that there are.

    `words` are keys of other tools, with the fix for each.
    """
    here = [kind for kind in types if fields(kind)]
    valid = [name for kind in here for name in fields(kind)]
    below = _below(here, key)
    fix = below or words.get(key) or _meant(key, valid, alike=0.85) or _elsewhere(key, shape)
    return fix or meant(key, valid)


def _below(types: Iterable[Any], key: str) -> str:
    """Return the fix for a key that belongs below one of those beside it."""
    names = [
        name
        for kind in types
        for name, under in fields(kind).items()
        if any(key in fields(one) for one in unfolded(under))
    ]
    return f"it belongs below `{names[0]}`: `{names[0]}: {{{key}: ...}}`" if names else ""


def _elsewhere(key: str, shape: Any) -> str:
    """Return the fix for a key that belongs at the top of the file, or into a list there."""
    top = {name: under for kind in unfolded(shape) for name, under in fields(kind).items()}
    if key in top:
        return f"it belongs at the top of the file: `{key}: ...`"
    lists = [(name, kind) for name, under in top.items() for kind in unfolded(under) if _is_list(kind)]
    names = [name for name, kind in lists if any(key in fields(one) for one in unfolded(kind.item_type))]
    return f"it belongs into an element of `{names[0]}`: `{names[0]}: [{{{key}: ...}}]`" if names else ""


def _is_list(kind: Any) -> bool:
    return isinstance(kind, msgspec.inspect.ListType)


def meant(word: str, valid: list[str]) -> str:
    """Return which valid word is most likely meant, else all of them."""
    return _meant(word, valid, alike=0.5) or (f"it may be {', '.join(sorted(valid))}" if valid else "")


def fields(kind: Any) -> dict[str, Any]:
    """Return the keys of a type, with their types."""
    if not isinstance(kind, msgspec.inspect.StructType):
        return {}
    return {field.encode_name: field.type for field in kind.fields}


def unfolded(kind: Any) -> list[Any]:
    """Return the alternatives of a type, without wrappers that only describe it."""
    if not isinstance(kind, msgspec.inspect.Type):
        kind = msgspec.inspect.type_info(kind)
    while isinstance(kind, msgspec.inspect.Metadata):
        kind = kind.type
    if isinstance(kind, msgspec.inspect.UnionType):
        return [option for part in kind.types for option in unfolded(part)]
    return [kind]


def _meant(word: str, valid: list[str], *, alike: float) -> str:
    close = nearest(word, valid, alike=alike, any_case=True)
    return f"did you mean `{close}`?" if close else ""
