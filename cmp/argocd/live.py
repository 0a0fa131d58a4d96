"""What a sync meets in the cluster: the objects that the one before it has left, and whether it may delete some.

Source: Reconcile in pkg/sync/reconcile.go and Sync in pkg/sync/sync_context.go of gitops-engine in Argo CD 3.6.1;
3.4.13 and 3.5.7 have the same logic.
"""

from collections.abc import Iterable, Mapping

from cmp.argocd.annotations import HOOK_SUCCEEDED, SYNC_OPTIONS
from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import Role, delete_policies, role, words
from cmp.argocd.job_ttl import vanishes
from cmp.manifests.fields import document
from cmp.model import Manifest, Ref
from cmp.value import FrozenDict, Value

FALSE, CONFIRM = "false", "confirm"
"""The values of the sync options `Prune` and `Delete` that keep an object, or ask a person first."""
_FAILURE = "SyncFail"


class Live(Value):
    """The objects that are there, by identity, and what of the Application says how the sync treats them.

    `prunes` tells whether the sync deletes what it does not render any more. `options` are the Application's sync
    options. `again` is False for the first sync, whose destination namespace may not exist yet.
    """

    objects: Mapping[Ref, Manifest] = FrozenDict()
    prunes: bool = False
    options: tuple[str, ...] = ()
    again: bool = False

    @property
    def differing_only(self) -> bool:
        """Whether objects that do not differ are left out of a sync (`ApplyOutOfSyncOnly=true`)."""
        return "ApplyOutOfSyncOnly=true" in self.options


NOTHING = Live()
"""What the first sync meets."""


def left(manifests: Iterable[Manifest]) -> Mapping[Ref, Manifest]:
    """Return the objects that are there once a sync of these manifests has succeeded, and the next one begins.

    Those are ordinary objects, and hooks that have run and that no `HookSucceeded` deletes. Jobs that Kubernetes
    deletes within a minute after their run are gone, and so are objects whose names are generated: each sync makes new
    ones.
    """
    return FrozenDict((one.ref, one) for one in manifests if one.head.name and _stays(one))


def _stays(manifest: Manifest) -> bool:
    annotations = manifest.head.annotations
    if not set(applied(manifest)) - {_FAILURE} or vanishes(manifest):
        return False
    return role(annotations) is not Role.HOOK or HOOK_SUCCEEDED not in delete_policies(annotations)


def alike(before: Manifest, after: Manifest) -> bool:
    """Tell whether two manifests of an object say the same, however they are written."""
    return (before.text == after.text and before.head == after.head) or document(before) == document(after)


def option(manifest: Manifest, name: str, options: Iterable[str]) -> str:
    """Return the value of a sync option such as `Prune`: the object's own, else the Application's, "" if none is said.

    Source: GetAnnotationOptionValue in pkg/sync/resource/annotations.go of gitops-engine in Argo CD 3.6.1, and
    GetOptionValue of SyncOptions in pkg/apis/application/v1alpha1/types.go.
    """
    own = words(manifest.head.annotations.get(SYNC_OPTIONS, ""))
    values = (one.removeprefix(f"{name}=") for one in (*own, *options) if one.startswith(f"{name}="))
    return next(values, "")
