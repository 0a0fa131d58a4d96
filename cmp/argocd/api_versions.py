"""Questions about the API versions of a cluster, given as Helm's `.Capabilities.APIVersions` has them.

Each entry is `group/version` or `group/version/Kind`, without the group for the core API.
"""

from collections.abc import Iterable

from cmp.argocd.kinds import BUILT_IN_GROUPS
from cmp.model import Manifest

_COMPLETE = "v1/Namespace"  # every cluster has it: a list without it was written by hand, and is not complete
_KUBERNETES = BUILT_IN_GROUPS | {"apiextensions.k8s.io"}


def complete(versions: Iterable[str]) -> frozenset[str]:
    """Return the API versions of a cluster; the empty set where the list holds only some of them."""
    versions = frozenset(versions)
    return versions if _COMPLETE in versions else frozenset()


def kind_of(manifest: Manifest) -> str:
    """Return the API version and kind of an object as one entry of such a list: `apps/v1/Deployment`."""
    return f"{manifest.head.api_version}/{manifest.head.kind}"


def kubernetes_own(manifest: Manifest) -> bool:
    """Tell whether an object's kind is built into Kubernetes, so that no CustomResourceDefinition can add it."""
    return manifest.ref.group in _KUBERNETES


def lacks(known: frozenset[str], manifest: Manifest) -> bool:
    """Tell whether a cluster lacks an object's kind; False where its API versions are unknown.

    The list may leave out some of Kubernetes' own versions. One of these is lacking only if the list has another
    version of the group, or the kind in another group.
    """
    if not known or kind_of(manifest) in known:
        return False
    return not kubernetes_own(manifest) or bool(instead(known, manifest))


def instead(known: frozenset[str], manifest: Manifest) -> tuple[str, ...]:
    """Return the versions that replace the version of an object after Kubernetes removed it; none if it is served."""
    group, version = manifest.ref.group, manifest.head.api_version
    listed = {entry.rpartition("/")[0] for entry in known if entry.rpartition("/")[2][:1].isupper()}
    if version in known | listed:
        return ()
    elsewhere = {one for one in listed if f"{one}/{manifest.ref.kind}" in known and _group(one) in _KUBERNETES}
    return tuple(sorted(elsewhere or {one for one in listed if _group(one) == group}))


def _group(version: str) -> str:
    return version.rpartition("/")[0]
