"""Changes that the API server refuses, so that a sync fails, and what Argo CD does instead where it is told to.

Source: ApplyResource and ReplaceResource in pkg/utils/kube/resource_ops.go, and applyObject in sync_context.go, of
gitops-engine in Argo CD 3.6.1. A hook is deleted before it is applied anew, unless its delete policies say otherwise.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cmp.argocd.annotations import BEFORE_HOOK_CREATION, SYNC_OPTIONS
from cmp.argocd.hooks import Role, delete_policies, role, words
from cmp.argocd.live import left
from cmp.argocd.tasks import Task
from cmp.model import Manifest, Severity
from cmp.review.dangers import (
    bare_pods,
    configuration,
    crds,
    fixed_fields,
    jobs,
    services,
    strategies,
    transition_rules,
    volumes,
)
from cmp.review.dangers.pair import Pair, Refusal
from cmp.review.dangers.transition_rules import schemas
from cmp.review.model import Danger, Side, Sort
from cmp.value import FrozenDict

Schemas = Mapping[tuple[str, str], Any]
"""The schemas of custom resources, by API version and kind."""
RULES = (
    fixed_fields.refusals,
    jobs.refusals,
    services.refusals,
    volumes.refusals,
    configuration.refusals,
    crds.refusals,
    bare_pods.refusals,
    strategies.refusals,
    transition_rules.refusals,
)
"""The rules of the API server, each a function from an object on both sides to what is refused of it."""
_BINDINGS = ("RoleBinding", "ClusterRoleBinding")
_NO_SCHEMAS: Schemas = FrozenDict()


def dangers(old: Side, new: Side) -> Iterator[Danger]:
    """Yield what the API server refuses of the objects that both sides have."""
    known, there = {**schemas(old.by_ref), **schemas(new.by_ref)}, left(old.objects)
    for ref in sorted(old.by_ref.keys() & new.by_ref.keys()):
        before, after = old.by_ref[ref], new.by_ref[ref]
        if before.text == after.text or ref not in there or _made_anew(after):
            continue
        if found := _refused(before, after, server_side=new.server_side, known=known):
            yield found


def _refused(before: Manifest, after: Manifest, *, server_side: bool, known: Schemas) -> Danger | None:
    """Return what the API server refuses, or may refuse, of an object that is applied over an older one."""
    options = words(after.head.annotations.get(SYNC_OPTIONS, ""))
    replaces = "Replace=true" in options
    pair = Pair(
        old=before,
        new=after,
        server_side=server_side or "ServerSideApply=true" in options,
        replaces=replaces,
        schema=known.get((after.head.api_version, after.ref.kind)),
    )
    if found := list(refused(pair)):
        return _danger(pair, found, recreated=replaces and "Force=true" in options)
    if not volumes.grows(pair):
        return None
    return Danger(
        sort=Sort.REFUSED,
        severity=Severity.INFO,
        ref=after.ref,
        path="spec.resources.requests.storage",
        message="a claim grows only when it is bound, and its StorageClass has allowVolumeExpansion",
        fix="look: kubectl get pvc,storageclass",
    )


def refused_of(task: Task, *, server_side: bool = False, known: Schemas = _NO_SCHEMAS) -> Danger | None:
    """Return what the API server refuses of an object that a task applies over what is there; None if it takes it.

    `known` are the schemas of custom resources, `server_side` tells whether the Application asks for server-side apply.
    """
    if not task.live or not task.manifest or task.unchanged:
        return None
    return _refused(task.live, task.manifest, server_side=server_side, known=known)


def refused(pair: Pair) -> Iterator[Refusal]:
    """Yield what the API server refuses of an object."""
    for rule in RULES:
        yield from rule(pair)


def _made_anew(after: Manifest) -> bool:
    """Tell whether an older object is deleted before the newer one is applied, as hooks are."""
    annotations = after.head.annotations
    return role(annotations) is Role.HOOK and BEFORE_HOOK_CREATION in delete_policies(annotations)


def _danger(pair: Pair, found: list[Refusal], *, recreated: bool) -> Danger:
    said = "; ".join(f"{one.path} {one.why}" for one in found)
    bindings = pair.ref.kind in _BINDINGS and not pair.server_side
    if bindings or recreated:
        by = "kubectl auth reconcile" if bindings else "Force=true with Replace=true"
        severity, message = Severity.WARNING, f"{said}: Argo CD deletes the object and makes it anew ({by})"
        fix = "expect that it is missing for a moment, and all that depends on it"
    else:
        severity, message, fix = Severity.ERROR, f"the API server refuses it: {said}", _fix(pair)
    return Danger(sort=Sort.REFUSED, severity=severity, ref=pair.ref, path=found[0].path, message=message, fix=fix)


def _fix(pair: Pair) -> str:
    ref = pair.ref
    if ref.kind == "StatefulSet":
        return "take it back, or delete the StatefulSet and keep its pods: kubectl delete --cascade=orphan"
    if ref.kind in ("PersistentVolumeClaim", "PersistentVolume", "CustomResourceDefinition"):
        return "take it back: to delete it loses data; a new name beside it can be filled first"
    return "take it back, give the object a new name, or delete the old one: the sync option Force=true,Replace=true"
