"""Fields of custom resources that their CRD, if it is in the stream, keeps as they are: by `self == oldSelf`.

Other CEL rules with `oldSelf` are not read. A rule counts only where a field has a value on both sides, its default
included; elements of a list are the same ones only where it is a map by keys.
Source: validateOnUpdate, and `optionalOldSelf`, in pkg/apiserver/schema/cel/validation.go of
k8s.io/apiextensions-apiserver 0.37.0.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.manifests.fields import document, walk
from cmp.model import Manifest
from cmp.review.dangers.pair import Pair, Refusal, at

_DEFINITION = ("apiextensions.k8s.io", "CustomResourceDefinition")
_FIXED = ("self==oldSelf", "oldSelf==self")
_WHY = "can't be changed: its CRD says self == oldSelf"


def schemas(manifests: Mapping[Any, Manifest]) -> dict[tuple[str, str], Any]:
    """Return the schemas of all CRDs among objects, by API version and kind."""
    found = {}
    for manifest in manifests.values():
        if manifest.ref.group_kind == _DEFINITION:
            spec = at(document(manifest), "spec")
            for version in walk(spec, "versions[]"):
                api_version = f"{at(spec, 'group')}/{at(version, 'name')}"
                found[api_version, str(at(spec, "names.kind"))] = at(version, "schema.openAPIV3Schema")
    return found


def refusals(pair: Pair) -> Iterator[Refusal]:
    """Yield the fields that a rule of the schema keeps as they are."""
    if pair.schema is not None:
        yield from _refused(pair.schema, pair.before, pair.after, "")


def _refused(schema: Any, old: Any, new: Any, path: str) -> Iterator[Refusal]:
    if old is None or new is None or old == new or not isinstance(schema, dict):
        return
    rules = ("".join(str(one.get("rule")).split()) for one in walk(schema, "x-kubernetes-validations[]"))
    if any(rule in _FIXED for rule in rules):
        yield Refusal(path, _WHY)
        return
    for below, before, after, step in _children(schema, old, new):
        default = below.get("default") if isinstance(below, dict) else None
        past, now = (default if value is None else value for value in (before, after))
        yield from _refused(below, past, now, f"{path}{step}".lstrip("."))


def _children(schema: Mapping[str, Any], old: Any, new: Any) -> Iterator[tuple[Any, Any, Any, str]]:
    """Yield what lies below a value on both sides, each with its schema, and the step to it."""
    if isinstance(old, dict) and isinstance(new, dict):
        known = at(schema, "properties") or {}
        for key in dict.fromkeys((*old, *new)):
            yield known.get(key, at(schema, "additionalProperties")), old.get(key), new.get(key), f".{key}"
    elif isinstance(old, list) and isinstance(new, list) and at(schema, "x-kubernetes-list-type") == "map":
        keys = at(schema, "x-kubernetes-list-map-keys") or []
        ours, theirs = ({_name(one, keys): one for one in side} for side in (old, new))
        for name in ours.keys() & theirs.keys():
            yield at(schema, "items"), ours[name], theirs[name], f"[{','.join(name)}]"


def _name(element: Any, keys: list[str]) -> tuple[str, ...]:
    return tuple(str(at(element, key)) for key in keys)
