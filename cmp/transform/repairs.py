"""Repairs: the few changes besides order that Swell makes without being asked, since the sync fails without them."""

from collections.abc import Iterator, Mapping

from cmp.argocd.annotations import SYNC_OPTIONS
from cmp.argocd.api_versions import complete, kind_of, kubernetes_own, lacks
from cmp.argocd.crd import defined
from cmp.argocd.exclusions import applied
from cmp.model import Decision, Manifest, Place, Ref
from cmp.objects.installer_kinds import TELLING
from cmp.objects.objects import Objects
from cmp.transform.last_applied import LIMIT, too_long
from cmp.transform.rule_metadata import added

_DEFINITION = ("apiextensions.k8s.io", "CustomResourceDefinition")
"""Where the stream itself defines a kind, Argo CD skips the dry run anyway (sync_context.go)."""


def decisions(manifest: Manifest, awaited: Mapping[Ref, Ref]) -> Iterator[Decision]:
    """Yield the changes without which an object is refused: sync options to add, annotations to remove.

    Args:
        manifest: the object, with its final order.
        awaited: as the function of this name tells of all objects.
    """
    yield from _illegal(manifest)
    yield from _options(manifest, awaited)


def _illegal(manifest: Manifest) -> Iterator[Decision]:
    """Remove annotation keys that no cluster accepts; Helm's resource groups (HIP-0025) leave one in the output."""
    for key in manifest.head.annotations:
        if key.count("/") > 1:
            why = "repair: no cluster accepts a key with two slashes; what it says of the order was read"
            yield Decision(ref=manifest.ref, place=Place.ANNOTATIONS, key=key, value=None, why=why)


def _options(manifest: Manifest, awaited: Mapping[Ref, Ref]) -> tuple[Decision, ...]:
    present = manifest.head.annotations.get(SYNC_OPTIONS, "")
    reasons = dict(_needed(manifest, awaited))
    options = added(present, reasons)
    if not reasons or options == present:
        return ()
    why = "repair: " + "; ".join(reason for option, reason in reasons.items() if option in options)
    return (Decision(ref=manifest.ref, place=Place.ANNOTATIONS, key=SYNC_OPTIONS, value=options, why=why),)


def _needed(manifest: Manifest, awaited: Mapping[Ref, Ref]) -> Iterator[tuple[str, str]]:
    if too_long(manifest):
        yield "ServerSideApply=true", f"too long for the annotation of a client-side apply ({LIMIT} bytes)"
    if definer := awaited.get(manifest.ref):
        yield "SkipDryRunOnMissingResource=true", f"only {definer} may tell the cluster what {kind_of(manifest)} is"


def awaited(objects: Objects, api_versions: tuple[str, ...]) -> dict[Ref, Ref]:
    """Return the objects that may define an unknown kind during the sync, by the objects of that kind.

    An object without such a definer is left out: then it is best that the sync is refused before anything is applied.
    If the API versions of the cluster are unknown, a kind that an object here installs is taken to be missing.

    Args:
        objects: all objects, with their final order.
        api_versions: of the cluster, as `group/version` and `group/version/Kind`; empty if they are unknown.
    """
    known = complete(api_versions)
    strange = [one for one in objects if applied(one) and not kubernetes_own(one) and lacks(known, one)]
    if not strange and objects.by_kind.keys().isdisjoint(TELLING):
        return {}
    from cmp.objects.crd_installers import CrdInstallers

    definers = objects.index.made(CrdInstallers)
    groups = tuple(f".{one.ref.group}" for one in strange)
    here = (one for one in objects.by_kind.get(_DEFINITION, ()) if one.ref.name.endswith(groups))
    own = {kind for one in here if (kind := defined(one)) and one.ref.name.endswith(f".{kind[0]}")}
    named = {} if known else definers.related
    return named | {
        manifest.ref: definer
        for manifest in strange
        if manifest.ref.group_kind not in own and (definer := definers.of(manifest))
    }
