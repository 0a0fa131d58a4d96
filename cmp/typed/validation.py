"""Turning msgspec's errors into messages with a file, a line and the nearest valid name."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from cmp import dialect
from cmp.errors import ConfigError
from cmp.typed.fixes import fields, meant, of_type, of_unknown, unfolded
from cmp.typed.spec_base import BREAK, Spec

# msgspec tells what and where in one sentence: "Object contains unknown field `x` - at `$.rules[2].match`". What stands
# there of the user's may look like a place too; the place itself has no keys that a user chooses.
_AT = " - at `"
_PLACE = re.compile(r"(?:key in )?\$([^`]*)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`\Z", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(.*)`\Z")
_CHOICE = re.compile(r"Invalid enum value '(.*)'\Z", re.DOTALL)
_TYPE = re.compile(r"Expected `(.*)`, got `(.*)`\Z")
_BOUND = re.compile(r"Expected `(\w+)` (of length )?(>=|<=) (\d+)\Z")
_OURS = re.compile(rf"(\w+): ([^{BREAK}]*)(?:{BREAK}(.*))?\Z", re.DOTALL)
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]|\[\.\.\.\]")
_SOME_KEY = "[...]"  # msgspec's place for a key that it does not name

_SIDES = {">=": "or more", "<=": "or less"}
_COUNTED = {"str": "characters", "array": "elements", "object": "keys"}
_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "a mapping",
    "array": "a list",
    "null": "nothing",
}


def complaint(problem: msgspec.ValidationError, node: dialect.Node, shape: type, *, shown: str) -> ConfigError:
    """Return the error for a document that does not fit its type."""
    message, path = _parted(str(problem), dialect.construct(node))
    keys = _unsaid(problem, node, shape, path)
    place, types = _walk(node, shape, path, keys)
    for key in keys:
        path = path.replace(_SOME_KEY, f".{key}", 1)
    fix = ""
    braces = _braces(place)
    if ours := _OURS.match(message):
        path, message, fix, place = f"{path}.{ours[1]}", ours[2], ours[3] or "", _key_of(place, ours[1])
    elif unknown := _UNKNOWN.match(message):
        message, path, place = "unknown key", f"{path}.{unknown[1]}", _key_of(place, unknown[1])
        fix = of_unknown(unknown[1], types, shape, getattr(shape, "foreign", {}))
    elif missing := _MISSING.match(message):
        kinds = [option for kind in types for option in unfolded(fields(kind).get(missing[1], Any))]
        value = next(iter(choice for kind in kinds for choice in _choices(kind)), "...")
        message, fix = f"the key `{missing[1]}` is missing", f"add `{missing[1]}: {value}`"
    elif choice := _CHOICE.match(message):
        valid = [name for kind in types for name in _choices(kind)]
        message, fix = f"{choice[1]!r} is not one of {', '.join(valid)}", meant(choice[1], valid)
    elif wrong := _TYPE.match(message):
        wanted = [word for word in wrong[1].split(" | ") if word != "null"]
        told = " or ".join(_WORDS.get(word, word) for word in wanted)
        message = f"must be {told}, not {_WORDS.get(wrong[2], wrong[2])}"
        fix = of_type("" if path.endswith("]") else path.rpartition(".")[2], wanted, wrong[2], types)
    elif bound := _BOUND.match(message):
        what = f" {_COUNTED[bound[1]]}" if bound[2] else ""
        message = f"must be {_WORDS[bound[1]]} of {bound[4]}{what} {_SIDES[bound[3]]}"
    else:
        message = message[:1].lower() + message[1:].replace("`", "")
    name = f"{path.removeprefix('.')}: " if path else ""
    where = f"{shown}:{place.start_mark.line + 1}"
    return ConfigError(f"{name}{message}", where=where, fix=braces or fix or _described(shape))


def _parted(said: str, document: Any) -> tuple[str, str]:
    """Return what msgspec says, and the place in a document that it names, "" for none: the document itself."""
    message, _, place = said.rpartition(_AT)
    found = _PLACE.fullmatch(place)
    return (message, found[1]) if found and _leads(found[1], document) else (said, "")


def _leads(path: str, holder: Any) -> bool:
    for step in _STEP.finditer(path):
        if step[2]:
            if not isinstance(holder, list) or int(step[2]) >= len(holder):
                return False
            holder = holder[int(step[2])]
        elif not isinstance(holder, dict) or not holder or (step[1] and step[1] not in holder):
            return False
        else:
            holder = holder[step[1]] if step[1] else next(iter(holder.values()))
    return True


def _described(shape: type) -> str:
    return f"correct it: `{getattr(shape, 'told_by', Spec.told_by)}` prints what may stand there"


def _braces(node: dialect.Node) -> str:
    """Return the fix for a placeholder that is not quoted, which YAML takes for a mapping: `{environment}`."""
    pairs = dialect.pairs(node)
    if len(pairs) == 1 and getattr(node, "flow_style", False) and not pairs[0][1].value:
        return f'quote it: "{{{pairs[0][0].value}}}"'
    return ""


def _unsaid(problem: msgspec.ValidationError, node: dialect.Node, shape: type, path: str) -> list[str]:
    """Return the keys that msgspec's message leaves out: the first entries that cause the same message, each halved."""
    keys: list[str] = []
    document = holder = dialect.construct(node)
    for step in _STEP.finditer(path):
        if step[0] == _SOME_KEY:
            entries = list(holder.items())
            while len(entries) > 1:
                first, others = entries[: len(entries) // 2], entries[len(entries) // 2 :]
                _fill(holder, first)
                entries = first if _fails_so(document, shape, str(problem)) else others
            _fill(holder, entries)
            ((key, _),) = entries
            keys.append(key)
        holder = holder[key if step[0] == _SOME_KEY else int(step[2]) if step[2] else step[1]]
    return keys


def _fill(holder: dict[Any, Any], entries: Sequence[tuple[Any, Any]]) -> None:
    holder.clear()
    holder.update(entries)


def _fails_so(document: Any, shape: type, said: str) -> bool:
    try:
        msgspec.convert(document, shape)
    except msgspec.ValidationError as problem:
        return str(problem) == said
    return False


def _walk(node: dialect.Node, shape: Any, path: str, keys: list[str]) -> tuple[dialect.Node, list[Any]]:
    """Return the node and the types at a path, as far as it leads; an entry's place is that of its key."""
    types, unsaid = unfolded(shape), iter(keys)
    for step in _STEP.finditer(path):
        key, index = step[1], step[2]
        if key is not None and isinstance(node, dialect.MappingNode):
            node = next((value for name, value in node.value if name.value == key), node)
            types = [fields(kind)[key] for kind in types if key in fields(kind)]
        elif index is not None and isinstance(node, dialect.SequenceNode):
            node = node.value[int(index)]
            types = [kind.item_type for kind in types if isinstance(kind, msgspec.inspect.ListType)]
        else:
            name = next(unsaid)
            found = next(((key, value) for key, value in dialect.pairs(node) if key.value == name), (node, node))
            node = found[step.end() < len(path)]
            types = [kind.value_type for kind in types if isinstance(kind, msgspec.inspect.DictType)]
        types = [option for kind in types for option in unfolded(kind)]
    return node, types


def _choices(kind: Any) -> list[str]:
    return [str(value) for value in kind.values] if isinstance(kind, msgspec.inspect.LiteralType) else []


def _key_of(node: dialect.Node, key: str) -> dialect.Node:
    return next((name for name, _ in dialect.pairs(node) if name.value == key), node)
