"""Strategic merge patches: a mapping laid over a document as `kubectl patch --type=strategic` does it.

Mappings merge, null deletes, and a list is replaced unless `merge_keys` has a key for it. Of ports with one number the
protocol tells which is meant, where kubectl takes the first. What kubectl would leave behind in new parts of a
document, as nulls and directives, is cleared away. Kinds that kubectl doesn't know have no merge keys: they get a JSON
merge patch with the same directives.
"""

from collections import Counter, deque
from collections.abc import Callable
from typing import Any

from cmp.errors import PatchError
from cmp.manifests import merge_keys
from cmp.manifests.merge_keys import ITSELF, REPLACE, TWINS, Path

_VERB, _RETAIN = "$patch", "$retainKeys"
_DELETE_WORDS, _ORDER = "$deleteFromPrimitiveList/", "$setElementOrder/"
_VERBS = (None, "merge", "replace", "delete")
_WHOLE = "give the whole list, or write the patch as a list of operations"
_Keys = Callable[[Path], str | None]


def merge(document: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Return the document with the patch applied.

    Raises:
        PatchError: a directive can't be followed, or an element lacks the field that tells elements apart.
    """
    api_version, kind = (str(document.get(field, "")) for field in ("apiVersion", "kind"))
    return _mapping(document, patch, (), merge_keys.of(api_version, kind))


def _mapping(old: dict[str, Any], patch: dict[str, Any], path: Path, keys: _Keys) -> dict[str, Any]:
    verb = _verb(patch, path)
    if verb == "delete":
        return {}
    if verb == "replace" or keys(path) == REPLACE:
        return dict(_new(patch, path))
    merged = _retained(old, patch, path)
    for field, value in patch.items():
        deletes = _verb(value, (*path, field)) == "delete"
        if value is None or (deletes and not isinstance(merged.get(field), dict)):
            merged.pop(field, None)
        elif not _is_directive(field):
            merged[field] = _value(merged.get(field), value, (*path, field), keys)
    for field, order in _directives(patch, _ORDER, path):
        if isinstance(items := merged.get(field), list):
            at = (*path, field)
            merged[field] = _ordered(items, order, old.get(field) or [], keys(at) or ITSELF, at)
    for field, words in _directives(patch, _DELETE_WORDS, path):
        if isinstance(items := merged.get(field), list):
            deleted = set(map(_hashable, words))
            merged[field] = [word for word in items if _hashable(word) not in deleted]
    return merged


def _value(old: Any, patch: Any, path: Path, keys: _Keys) -> Any:
    if isinstance(old, dict) and isinstance(patch, dict):
        return _mapping(old, patch, path, keys)
    if isinstance(old, list) and isinstance(patch, list):
        return _list(old, patch, path, keys)
    return _new(patch, path)


def _list(old: list[Any], patch: list[Any], path: Path, keys: _Keys) -> list[Any]:
    key = keys(path)
    verbs = [_verb(item, path) for item in patch]
    given = [item for item, verb in zip(patch, verbs, strict=True) if verb in (None, "merge")]
    if key is None and "delete" in verbs:
        raise PatchError(f"{_dotted(path)} has no merge key, so no element of it can be deleted", fix=_WHOLE)
    if key is None or "replace" in verbs:
        return list(_new(given, path))
    twins = _twins(old, key, path)
    gone = {_of_twins(item, twins, key, path) for item, verb in zip(patch, verbs, strict=True) if verb == "delete"}
    kept = [item for item in old if not gone & {_name(item, key, path), _twin(item, twins, key, path)}]
    merged = list(kept)
    places = {_twin(item, twins, key, path): place for place, item in reversed([*enumerate(merged)])}
    places |= _places(merged, key, path)
    for item in given:
        if (name := _of_twins(item, twins, key, path)) not in places:
            merged.append(_new(item, path))
            places[_name(merged[-1], key, path)] = len(merged) - 1
        elif isinstance(item, dict):
            merged[places[name]] = _mapping(merged[places[name]], item, path, keys)
    return _ordered(merged, given, kept, key, path)


def _ordered(items: list[Any], order: list[Any], old: list[Any], key: str, path: Path) -> list[Any]:
    """Return items as kubectl puts them: those of `order` in that order, and each other one before what it preceded."""
    first, known = (_places(part, key, path) for part in (order, old))
    named = [(_name(item, key, path), item) for item in items]
    ahead = deque(sorted((pair for pair in named if pair[0] in first), key=lambda pair: first[pair[0]]))
    others = deque(
        sorted((pair for pair in named if pair[0] not in first), key=lambda pair: known.get(pair[0], len(known)))
    )
    result = []
    while ahead and others:
        precedes = known.get(others[0][0], len(known)) < known.get(ahead[0][0], 0)
        result.append((others if precedes else ahead).popleft()[1])
    return result + [item for _, item in (*ahead, *others)]


def _places(items: list[Any], key: str, path: Path) -> dict[Any, int]:
    """Return the place of the first element of each name."""
    places: dict[Any, int] = {}
    for place, item in enumerate(items):
        places.setdefault(_name(item, key, path), place)
    return places


def _twins(items: list[Any], key: str, path: Path) -> set[Any]:
    """Return the names of elements that another field tells apart."""
    counted = Counter(_name(item, key, path) for item in items) if key in TWINS else {}
    return {name for name, number in counted.items() if number > 1}


def _twin(item: Any, twins: set[Any], key: str, path: Path) -> Any:
    """Return the name of an element of the document, with what tells it from its twins."""
    name = _name(item, key, path)
    return (name, _hashable(item.get(*TWINS[key]))) if name in twins else name


def _of_twins(item: Any, twins: set[Any], key: str, path: Path) -> Any:
    """Return which element is meant by one of a patch: by its name alone all of the twins, or the first."""
    return _twin(item, twins if key in TWINS and TWINS[key][0] in item else set(), key, path)


def _new(value: Any, path: Path) -> Any:
    """Return a value that is new to the document, without nulls and directives."""
    if isinstance(value, dict):
        return {
            field: _new(inner, (*path, field))
            for field, inner in value.items()
            if inner is not None and not _is_directive(field) and _verb(inner, (*path, field)) != "delete"
        }
    if isinstance(value, list):
        return [_new(item, path) for item in value if _verb(item, path) in (None, "merge")]
    return value


def _retained(old: dict[str, Any], patch: dict[str, Any], path: Path) -> dict[str, Any]:
    """Return the old fields that `$retainKeys` leaves, which has to name every field of the patch."""
    named = patch.get(_RETAIN, [*old, *patch])
    kept = set(map(_hashable, named)) if isinstance(named, list) else set()
    given = [field for field, value in patch.items() if value is not None and not _is_directive(field)]
    if not isinstance(named, list) or any(field not in kept for field in given):
        raise PatchError(
            f"{_dotted(path)}: {_RETAIN} has to be a list of all fields that the patch sets there",
            fix="name all fields that stand beside it",
        )
    return {field: value for field, value in old.items() if field in kept}


def _directives(patch: dict[str, Any], prefix: str, path: Path) -> list[tuple[str, list[Any]]]:
    """Return the fields that directives with a prefix name, and their lists."""
    found = [(field.removeprefix(prefix), value) for field, value in patch.items() if field.startswith(prefix)]
    for field, value in found:
        if not isinstance(value, list):
            raise PatchError(f"{_dotted((*path, prefix + field))} is no list", fix="write it as a list")
    return found


def _name(item: Any, key: str, path: Path) -> Any:
    """Return the value by which an element is told from the others of its list."""
    if key == ITSELF:
        return _hashable(item)
    if not isinstance(item, dict) or key not in item:
        raise PatchError(
            f"{_dotted(path)}: an element has no {key}, which is what tells these elements apart",
            fix="give each element of the patch that key",
        )
    return _hashable(item[key])


def _hashable(value: Any) -> Any:
    """Return a value that is equal for equal values, and can be a key."""
    if isinstance(value, dict):
        return "{}", frozenset((key, _hashable(inner)) for key, inner in value.items())
    return ("[]", *map(_hashable, value)) if isinstance(value, list) else value


def _verb(value: Any, path: Path) -> str | None:
    verb = value.get(_VERB) if isinstance(value, dict) else None
    if verb not in _VERBS:
        raise PatchError(f"{_dotted(path)}: {_VERB} can only be merge, replace or delete", fix="take one of the three")
    return verb


def _is_directive(field: str) -> bool:
    return field in (_VERB, _RETAIN) or field.startswith((_DELETE_WORDS, _ORDER))


def _dotted(path: Path) -> str:
    return ".".join(path) or "the patch"
