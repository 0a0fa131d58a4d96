"""The keys of swell.yaml and of the policy as Markdown: what their types say of themselves, on every level."""

from typing import Any

from cmp.config.policy_spec import PolicyFile
from cmp.config.spec import SwellFile
from cmp.typed.parse import json_schema

Schema = dict[str, Any]

_NAMES = {"SwellFile": "swell.yaml", "PolicyFile": "The policy", "WatchingRollout": "Rollout"}
_BASES = {"PolicyRule": "Rule", "Project": "PolicyFile", "Rollout": "WatchingRollout", "PolicyFile": "SwellFile"}
"""The types that share keys with another one, which are not told twice."""


def keys() -> str:
    """Return a section for each type: those of swell.yaml, then those that only the policy has."""
    ours = json_schema(SwellFile, title="")["$defs"]
    theirs = json_schema(PolicyFile, title="")["$defs"]
    known = theirs | ours
    order = [*_reached("SwellFile", ours), *_reached("PolicyFile", theirs)]
    return "".join(_section(name, known) for name in dict.fromkeys(order))


def _reached(name: str, known: dict[str, Schema], seen: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return a type, and those of its keys, in the order in which they are met."""
    if name in seen:
        return seen
    seen = (*seen, name)
    for below in _references(known[name]):
        seen = _reached(below, known, seen)
    return seen


def _references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"].rpartition("/")[2]] if "$ref" in node else []
        return own + [name for value in node.values() for name in _references(value)]
    return [name for one in node for name in _references(one)] if isinstance(node, list) else []


def _section(name: str, known: dict[str, Schema]) -> str:
    kind, base = known[name], _BASES.get(name, "")
    theirs = known[base]["properties"] if base else {}
    same = [key for key, node in kind["properties"].items() if theirs.get(key) == node]
    rows = [
        f"| `{key}` | {_value(node, known)} | {_meaning(key, node, name, known)} |"
        for key, node in sorted(kind["properties"].items(), key=lambda pair: pair[0] not in kind.get("required", ()))
        if key not in same
    ]
    if not rows:
        return ""  # the links to it lead to its base, which has the same words
    alike = f"\nAs in {_link(base)}: {', '.join(f'`{key}`' for key in sorted(same))}.\n" if same else ""
    table = "\n".join(["| key | value | meaning |", "|---|---|---|", *rows])
    level = "##" if name in ("SwellFile", "PolicyFile") else "###"
    return f"\n{level} {_words(name)}\n\n{kind.get('description', '')}\n{alike}\n{table}\n"


def _words(name: str) -> str:
    if name in _NAMES:
        return _NAMES[name]
    plain = name.removesuffix("Spec")
    return plain[0] + "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in plain[1:])


def _link(name: str) -> str:
    words = _words(name)
    return f"[{words}](#{words.lower().replace('.', '').replace(' ', '-')})"


def _meaning(key: str, node: Schema, name: str, known: dict[str, Schema]) -> str:
    described = node.get("description") or next(
        (known[below].get("description", "") for below in _references(node)), ""
    )
    if not described:
        raise SystemExit(f"{name}.{key} has no description")  # a key of a file that nobody can know how to use
    needed = "Required. " if key in known[name].get("required", ()) else ""
    return (needed + described.partition("\n")[0]).replace("|", "\\|")


def _value(node: Schema, known: dict[str, Schema]) -> str:
    """Return what may stand as a value, without the default, which the meaning tells."""
    if "$ref" in node:
        return _link(node["$ref"].rpartition("/")[2])
    if "anyOf" in node:
        kinds = [one for one in node["anyOf"] if one.get("type") != "null"]
        if any("off" in one.get("enum", ()) for one in kinds):
            kinds = [one for one in kinds if one.get("type") != "boolean"]  # to YAML a bare `off` is false
        told = list(dict.fromkeys(_value(one, known) for one in kinds))
        single = [one for one in told if f"a list of {one}" in told]
        several = [one for one in told if one not in single and one.removeprefix("a list of ") not in single]
        return " or ".join([*(f"{one}, or a list of such" for one in single), *several])
    if "enum" in node:
        return ", ".join(f"`{one}`" for one in node["enum"])
    if node.get("type") == "array":
        items = node.get("items", {})
        return "a list of mappings" if items.get("type") == "object" else f"a list of {_value(items, known)}"
    if node.get("type") == "object":
        below = node.get("additionalProperties")
        return "a mapping" + (f" to {_value(below, known)}" if isinstance(below, dict) and below else "")
    return _PLAIN.get(node.get("type", ""), "anything")


_PLAIN = {"string": "text", "object": "a mapping", "integer": "number", "number": "number", "boolean": "true or false"}
