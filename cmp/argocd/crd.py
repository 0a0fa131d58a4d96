"""The kind and the versions that a CustomResourceDefinition defines."""

from typing import Any

from cmp import dialect
from cmp.model import Manifest

# Most of a definition is schemas, which are slow to parse; the fields that are needed mostly stand above them.
_SCHEMAS, _NAMES = "\n  versions:", "\n  names:"


def defined(manifest: Manifest) -> tuple[str, str] | None:
    """Return the group and kind that a CustomResourceDefinition defines; None if an object defines none."""
    if (manifest.ref.group, manifest.ref.kind) != ("apiextensions.k8s.io", "CustomResourceDefinition"):
        return None
    above, _, below = manifest.text.partition(_SCHEMAS)
    if below and _NAMES not in below:
        try:
            return _names(dialect.load(above)) or _names(manifest.document)
        except dialect.YamlError:
            pass
    return _names(manifest.document)


def served(manifest: Manifest) -> frozenset[str] | None:
    """Return the versions that a CustomResourceDefinition serves; none where it lists none."""
    match manifest.document:
        case {"spec": {"versions": list(versions)}}:
            named = [one for one in versions if isinstance(one, dict) and one.get("served") is not False]
            return frozenset(str(one.get("name")) for one in named)
    return None


def _names(document: Any) -> tuple[str, str] | None:
    match document:
        case {"spec": {"group": str(group), "names": {"kind": str(kind)}}}:
            return group, kind
    return None
