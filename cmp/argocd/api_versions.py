"""What a cluster knows, by the list of its APIs: `group/version` and `group/version/Kind`."""

from collections.abc import Iterable

from cmp.argocd.kinds import BUILT_IN_GROUPS
from cmp.model import Manifest

_COMPLETE = "v1/Namespace"  # every cluster has it, so a list with it is a cluster's and not a few of somebody's choice
_KUBERNETES = BUILT_IN_GROUPS | {"apiextensions.k8s.io"}


def complete(versions: Iterable[str]) -> frozenset[str]:
    """Return what a cluster knows; nothing where the list is only a part of that."""
    versions = frozenset(versions)
    return versions if _COMPLETE in versions else frozenset()


def kind_of(manifest: Manifest) -> str:
    """Return an object's kind as such a list has it."""
    return f"{manifest.head.api_version}/{manifest.head.kind}"


def kubernetes_own(manifest: Manifest) -> bool:
    """Tell whether an object's kind is Kubernetes' own: nobody defines those, a cluster has them or lacks them."""
    return manifest.ref.group in _KUBERNETES


def lacks(known: frozenset[str], manifest: Manifest) -> bool:
    """Tell whether a cluster lacks an object's kind; of what Kubernetes brings itself, a list need not name all.

    Such a version is gone where the list has others of its group, or the kind elsewhere.
    """
    if not known or kind_of(manifest) in known:
        return False
    return not kubernetes_own(manifest) or bool(instead(known, manifest))


def instead(known: frozenset[str], manifest: Manifest) -> tuple[str, ...]:
    """Return the versions that a cluster has in the place of one of Kubernetes' own that is gone."""
    group, version = manifest.ref.group, manifest.head.api_version
    listed = {entry.rpartition("/")[0] for entry in known if entry.rpartition("/")[2][:1].isupper()}
    if version in known | listed:
        return ()
    elsewhere = {one for one in listed if f"{one}/{manifest.ref.kind}" in known and _group(one) in _KUBERNETES}
    return tuple(sorted(elsewhere or {one for one in listed if _group(one) == group}))


def _group(version: str) -> str:
    return version.rpartition("/")[0]
