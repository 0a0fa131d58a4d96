"""Repairs: the two changes besides order that Swell makes unasked, since the sync fails without them."""

import re
from collections.abc import Iterator

from cmp import dialect
from cmp.argo import names
from cmp.inject.options import added
from cmp.model import Decision, Manifest, Place

LIMIT = 262_144
"""Bytes that all annotations of an object may have together; a client-side apply stores the whole object in one."""

_CERTAIN = 4 / 3  # how far off an estimate of a document's size may be, before it has to be measured
_LINE = re.compile(r"\n *(?:- )*")
_COMPLETE = "v1/Namespace"  # every cluster has it, so a list with it is a cluster's and not a few of somebody's choice


def decisions(
    manifest: Manifest, manifests: tuple[Manifest, ...], api_versions: tuple[str, ...]
) -> tuple[Decision, ...]:
    """Return the sync options that an object needs to be applied at all.

    Args:
        manifest: the object.
        manifests: all objects, since a CustomResourceDefinition among them makes a kind known.
        api_versions: what the cluster knows, as `group/version` and `group/version/Kind`; empty if that is unknown.
    """
    present = manifest.head.annotations.get(names.SYNC_OPTIONS, "")
    reasons = dict(_needed(manifest, manifests, api_versions))
    options = added(present, reasons)
    if not reasons or options == present:
        return ()
    why = "repair: " + "; ".join(reason for option, reason in reasons.items() if option in options)
    return (Decision(ref=manifest.ref, place=Place.ANNOTATIONS, key=names.SYNC_OPTIONS, value=options, why=why),)


def _needed(
    manifest: Manifest, manifests: tuple[Manifest, ...], api_versions: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    if too_long(manifest):
        yield "ServerSideApply=true", f"too long for the annotation of a client-side apply ({LIMIT} bytes)"
    kind = f"{manifest.head.api_version}/{manifest.head.kind}"
    if _COMPLETE in api_versions and kind not in api_versions and not _defined(manifest, manifests):
        yield "SkipDryRunOnMissingResource=true", f"the cluster does not know {kind} yet"


def too_long(manifest: Manifest) -> bool:
    """Tell whether an object is too long for a client-side apply; it is parsed only if an estimate can't tell."""
    text = manifest.text
    if len(text) * 2 < LIMIT:  # JSON is shorter than YAML, save for escapes
        return False
    estimate = len(_LINE.sub("\n  ", text))  # an indentation becomes two quotation marks
    if estimate > LIMIT * _CERTAIN:
        return True
    return estimate * _CERTAIN > LIMIT and len(dialect.to_json(manifest.document).encode()) > LIMIT


def _defined(manifest: Manifest, manifests: tuple[Manifest, ...]) -> bool:
    """Tell whether the stream defines a kind itself; Argo CD then skips the dry run by itself (sync_context.go)."""
    return any(
        other.ref.kind == "CustomResourceDefinition"
        and other.document["spec"].get("group") == manifest.ref.group
        and other.document["spec"].get("names", {}).get("kind") == manifest.ref.kind
        for other in manifests
        if other.ref.kind == "CustomResourceDefinition" and other.ref.name.endswith(f".{manifest.ref.group}")
    )
