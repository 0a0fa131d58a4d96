"""Repairs: the few changes besides order that Swell makes without being asked, since the sync fails without them."""

from collections.abc import Iterable, Iterator, Mapping

from cmp import dialect
from cmp.argocd.annotations import SYNC_OPTIONS
from cmp.argocd.api_versions import complete, kind_of, kubernetes_own, lacks
from cmp.argocd.crd import defined
from cmp.argocd.exclusions import applied
from cmp.model import Decision, Manifest, Place, Ref
from cmp.objects.installer_kinds import TELLING
from cmp.transform.rule_metadata import added

LIMIT = 262_144
"""Bytes that all annotations of an object may have together; a client-side apply stores the whole object in one."""

# kubectl stores compact JSON. It has all of a document but its blanks, its lists' dashes and its comments, which are
# hardly ever a seventh of it, and it adds quotation marks and brackets at each line.
_COMMENTS = 1 / 7
_DASH = 2
_MORE = 6


def decisions(manifests: tuple[Manifest, ...], api_versions: tuple[str, ...]) -> list[tuple[Decision, ...]]:
    """Return the changes without which objects are refused: sync options to add, annotations to remove.

    Args:
        manifests: all objects, in their final order.
        api_versions: of the cluster, as `group/version` and `group/version/Kind`; empty if they are unknown.
    """
    known = complete(api_versions)
    strange = [one for one in manifests if applied(one) and not kubernetes_own(one) and lacks(known, one)]
    installing = any(one.ref.group_kind in TELLING for one in manifests)
    awaited = _awaited(strange, manifests, known) if strange or installing else {}
    return [(*_illegal(manifest), *_options(manifest, awaited)) for manifest in manifests]


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


def _awaited(strange: Iterable[Manifest], manifests: tuple[Manifest, ...], known: frozenset[str]) -> dict[Ref, Ref]:
    """Return the objects that may define an unknown kind during the sync, by the objects of that kind.

    An object without such a definer is left out: then it is best that the sync is refused before anything is applied.
    If the API versions of the cluster are unknown, a kind that an object here installs is taken to be missing.
    """
    from cmp.objects.crd_installers import CrdInstallers

    definers = CrdInstallers(manifests)
    named = {} if known else definers.related
    return named | {
        manifest.ref: definer
        for manifest in strange
        if not _defined(manifest, manifests) and (definer := definers.of(manifest))
    }


def too_long(manifest: Manifest) -> bool:
    """Tell whether an object is too long for a client-side apply; it is parsed only if its length does not decide."""
    text = manifest.text.encode()
    if len(text) * 2 < LIMIT:
        return False
    if len(text.translate(None, b" \n")) * (1 - _COMMENTS) > LIMIT:
        return True
    lines = [line.lstrip(b" ") for line in text.split(b"\n")]
    content = sum(map(len, lines))
    if content - _DASH * len(lines) - sum(len(line) for line in lines if line[:1] == b"#") > LIMIT:
        return True
    if content + _MORE * len(lines) + _escapes(text) < LIMIT:
        return False
    stored = dialect.to_json(manifest.document).encode()
    return len(stored) + _escapes(stored) > LIMIT


def _escapes(text: bytes) -> int:
    """Return the number of bytes that kubectl adds when it writes `<`, `>` and `&` as \u003c and the like."""
    return 5 * sum(map(text.count, (b"<", b">", b"&")))


def _defined(manifest: Manifest, manifests: tuple[Manifest, ...]) -> bool:
    """Tell whether the stream itself defines a kind, so that Argo CD skips the dry run anyway (sync_context.go)."""
    ref = manifest.ref
    return any(defined(other) == ref.group_kind for other in manifests if other.ref.name.endswith(f".{ref.group}"))
