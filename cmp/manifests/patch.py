"""The patches of rules: a list is a JSON patch (RFC 6902), a mapping a strategic merge patch."""

import copy
from typing import Any

from cmp.dialect import DEEPEST
from cmp.errors import PatchError
from cmp.manifests import strategic_merge

_MEMBERS = {
    "add": ("path", "value"),
    "remove": ("path",),
    "replace": ("path", "value"),
    "move": ("from", "path"),
    "copy": ("from", "path"),
    "test": ("path", "value"),
}
_DEEP = f"nested over {DEEPEST} levels deep"
_NODE = 32  # what a value counts beside its text: that much memory it takes at least
_MOST_COPIED = 16 << 20  # as much as a manifest file may have
_CREATES = ("add", "move", "copy")
_OTHERWISE = "correct the operation, or take it out: `swell generate` without this rule prints the object as it is"
_FIXES = {
    "add": "add what lies above it first, or write the patch as a mapping, which creates what it needs",
    "replace": "use add, which sets a field whether it is there or not",
}
_REASONS = {
    "add": "the list isn't that long, or it is no list",
    "test": "something else stands there",
}


def apply(document: dict[str, Any], patch: list[Any] | dict[str, Any], *, where: str) -> dict[str, Any]:
    """Return the document with a patch applied; neither argument changes.

    Raises:
        PatchError: it doesn't apply. The message says which part of it, and why, without a value of the document.
    """
    try:
        return strategic_merge.merge(document, patch) if isinstance(patch, dict) else _operated(document, patch)
    except PatchError as problem:
        raise PatchError(problem.message, where=where, fix=problem.fix) from None


def _operated(document: dict[str, Any], operations: list[Any]) -> dict[str, Any]:
    import jsonpatch

    result: Any = copy.deepcopy(document)
    copied = 0
    for index, operation in enumerate(operations):
        _check(operation, index)
        copied += _size_of_copy(result, operation, _MOST_COPIED - copied)
        if copied > _MOST_COPIED:
            raise PatchError(
                f"patch[{index}]: the copies of this patch have more than {_MOST_COPIED >> 20} MiB", fix=_OTHERWISE
            )
        try:
            result = jsonpatch.JsonPatch([copy.deepcopy(operation)]).apply(result, in_place=True)
        except (jsonpatch.JsonPatchException, jsonpatch.JsonPointerException, LookupError, TypeError, ValueError):
            raise _failure(result, operation, index) from None
        except RecursionError:
            raise PatchError(f"patch[{index}]: {_DEEP}", fix=_OTHERWISE) from None
    if not isinstance(result, dict):
        raise PatchError(
            "the patch leaves something that is no object", fix="let the patch keep apiVersion, kind and metadata"
        )
    if _is_deep(result):
        raise PatchError(_DEEP, fix=_OTHERWISE)
    return result


def _is_deep(document: Any) -> bool:
    """Tell whether a document is nested more deeply than one that is read may be."""
    level = [document]
    for _ in range(DEEPEST + 1):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)


def _size_of_copy(document: Any, operation: dict[str, Any], most: int) -> int:
    """Return the bytes that a copy adds to a document, 0 for any other operation; little more than `most`."""
    if operation["op"] != "copy":
        return 0
    from jsonpointer import JsonPointer

    size, todo = 0, [JsonPointer(operation["from"]).resolve(document, "")]
    while todo and size <= most:
        value = todo.pop()
        size += _NODE + (len(value) if isinstance(value, str) else 0)
        if isinstance(value, dict):
            size += sum(map(len, value))
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    return size


def _check(operation: Any, index: int) -> None:
    """Refuse what isn't an operation of RFC 6902."""
    if not isinstance(operation, dict) or str(operation.get("op")) not in _MEMBERS:
        raise PatchError(f"patch[{index}]: op can only be {', '.join(_MEMBERS)}", fix="take one of these as `op`")
    for member in _MEMBERS[operation["op"]]:
        value, what = operation.get(member), f"patch[{index}] ({operation['op']}): {member}"
        if member not in operation or (member != "value" and not isinstance(value, str)):
            raise PatchError(f"{what} is missing", fix=f"add `{member}` to that operation")
        if member != "value":
            _check_pointer(operation[member], what)


def _check_pointer(pointer: str, what: str) -> None:
    """Refuse what isn't a JSON pointer (RFC 6901)."""
    from jsonpointer import JsonPointer, JsonPointerException

    if not f"{pointer}/".startswith("/"):
        raise PatchError(f"{what} has to begin with /", fix=f"/{pointer}")
    try:
        JsonPointer(pointer)
    except JsonPointerException:
        raise PatchError(f"{what} has a ~ that is neither ~0 nor ~1", fix="write ~0 for ~, and ~1 for /") from None


def _failure(document: Any, operation: dict[str, Any], index: int) -> PatchError:
    op, path = operation["op"], operation["path"]
    above = path.rpartition("/")[0]
    needed = [operation["from"]] if "from" in _MEMBERS[op] else []
    needed.append(above if op in _CREATES else path)
    missing = next((gap for pointer in needed if (gap := _gap(document, pointer)) is not None), None)
    reason = f"{missing} isn't there" if missing is not None else _REASONS.get(op, "that can't be done there")
    advised = "add" if op == "replace" and missing != path else op  # for what lies above it is missing, too
    fix = _FIXES.get(advised, _OTHERWISE) if missing is not None else _OTHERWISE
    return PatchError(f"patch[{index}] ({op} {path}): {reason}", fix=fix)


def _gap(document: Any, pointer: str) -> str | None:
    """Return the first part of a pointer that a document doesn't have; None if it has all of it."""
    from jsonpointer import EndOfList, JsonPointer

    parts = JsonPointer(pointer).parts
    beginnings = (JsonPointer.from_parts(parts[: depth + 1]) for depth in range(len(parts)))
    nowhere = EndOfList([])  # what "-" leads to as well
    return next((one.path for one in beginnings if isinstance(one.resolve(document, nowhere), EndOfList)), None)
