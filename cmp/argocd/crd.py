"""The kind and the versions that a CustomResourceDefinition defines, read without its schemas."""

from typing import Any

from cmp.model import Manifest

CRD = "apiextensions.k8s.io", "CustomResourceDefinition"


def definition(manifest: Manifest) -> Any:
    """Return a CustomResourceDefinition, in which the schemas of its versions may lack, and must not be changed."""
    from cmp.dialect.outline import outline

    return manifest.body.made(lambda: outline(manifest.text, items="versions", key="schema"), CRD)


def defined(manifest: Manifest) -> tuple[str, str] | None:
    """Return the group and kind that a CustomResourceDefinition defines; None if an object defines none."""
    if manifest.ref.group_kind != CRD:
        return None
    match definition(manifest):
        case {"spec": {"group": str(group), "names": {"kind": str(kind)}}}:
            return group, kind
    return None


def served(manifest: Manifest) -> frozenset[str] | None:
    """Return the versions that a CustomResourceDefinition serves; none where it lists none."""
    return manifest.body.made(lambda: _served(definition(manifest)), (CRD, "served"))


def _served(found: Any) -> frozenset[str] | None:
    match found:
        case {"spec": {"versions": list(versions)}}:
            named = [one for one in versions if isinstance(one, dict) and one.get("served") is not False]
            return frozenset(str(one.get("name")) for one in named)
    return None
