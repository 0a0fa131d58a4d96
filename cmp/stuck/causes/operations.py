"""Causes that no object shows but the operation itself, and those of a deletion that does not end.

Sources: controller/sync.go, controller/appcontroller.go and the types of conditions in
pkg/apis/application/v1alpha1/types.go of Argo CD 3.6.1, with the same words in 3.4.13 and
3.5.7; Kubernetes' finalizers.
"""

from collections.abc import Sequence

from cmp.stuck.awaited import BLOCKED
from cmp.stuck.causes.row import Row, row
from cmp.stuck.model import Cause, Until

_APP = "argocd app get {app}"
_FINALIZERS = "kubectl -n {namespace} get {kubectl} -o jsonpath='{{.metadata.finalizers}}'"

CONFIRMATION = Cause(
    name="prune-confirmation",
    why="its option Prune=confirm asks a person to confirm the deletion",
    more="argocd app diff {app}",
    fix="confirm with `argocd app confirm-deletion {app}`, or put the object back into the source",
)
_HELD = Cause(
    name="prune-deletion",
    why="it is being pruned, and a finalizer holds it",
    more=_FINALIZERS,
    fix="let the controller run that removes the finalizer; remove it by hand only if that controller is gone",
)
_HOOK_HELD = _HELD.replace(
    name="hook-deletion",
    why="it ran before, has to be deleted to run again, and a finalizer holds it",
)
_HOLDERS: dict[str, tuple[str, str, str]] = {
    "PersistentVolumeClaim": (
        "a pod still uses it",
        "kubectl -n {namespace} describe pvc {name}",
        "let the pods end that `Used By` names; a claim that pods mount is better no hook",
    ),
    "Namespace": (
        "what is in it is not gone",
        "kubectl get namespace {name} -o jsonpath='{{.status.conditions}}'",
        "the conditions name what is left and its finalizers: let their controllers run",
    ),
    "CustomResourceDefinition": (
        "objects of its kind are left",
        "kubectl get {name} --all-namespaces",
        "let the controller run that removes the finalizers of those objects",
    ),
    "Application": (
        "the child application is still deleting what it owns",
        "argocd app get {name} -o json | swell stuck -",
        "ask the child what its deletion waits for",
    ),
}
"""What holds an object of a kind: why, the command that shows more, the fix."""

_RENDER = Cause(
    name="cannot-render",
    why="Argo CD can't render the manifests",
    more="argocd app manifests {app}",
    fix="correct what the message names in the source, and sync again",
)
_SPEC = Cause(
    name="invalid-application",
    why="the Application itself is not valid",
    more=_APP,
    fix="correct what the message names in the Application: source, destination or project",
)
_WINDOW = Cause(
    name="sync-window",
    why="a sync window of its project does not allow syncs now",
    more="argocd app get {app}",
    fix="wait until it opens, or let the project's owner change it: argocd proj windows list; since Argo CD 3.5 a "
    "sync that runs may end where the window has `syncOverrun: true`",
)
_TIMEOUT = Cause(
    name="sync-timeout",
    why="it took longer than Argo CD's controller.sync.timeout.seconds",
    more=_APP,
    fix="correct what it waited for, or raise the limit",
)
_TERMINATED = Cause(name="terminated", why="it was terminated", more=_APP, fix="sync again once the cause is fixed")
_PROJECT = Cause(
    name="no-project",
    why="its AppProject can't be read",
    more="argocd proj list",
    fix="create the project, or name another one",
)
_ACCOUNT = Cause(
    name="no-account",
    why="its project names no account to sync with (impersonation)",
    more="argocd proj get-default-service-account",
    fix="add a destinationServiceAccounts entry for this destination to the project",
)
QUEUED = Cause(
    name="queued",
    why="Argo CD's controller has not begun with it",
    more="kubectl -n {appnamespace} logs statefulset/argocd-application-controller --tail=50",
    fix="let the controller run; if it does, it has others to do first (controller.operation.processors)",
)
NOT_ASKED = Cause(
    name="not-asked", why="nothing asks for a sync", more="argocd app diff {app}", fix="run `argocd app sync {app}`"
)
UNKNOWN = Cause(
    name="unknown",
    why="no object is named that it waits for",
    more=_APP,
    fix="look at the application's events and conditions: kubectl -n {appnamespace} describe application {app}",
)
_OBJECTS = Cause(
    name="deletion",
    why="what it owns is deleted first, from the highest wave to the lowest",
    more="argocd app resources {app}",
    fix="look which of its objects have a deletionTimestamp and finalizers, and let the controllers of these run",
)
_PRE_DELETE = Cause(
    name="pre-delete-hook",
    why="its PreDelete hooks have to complete first",
    more="kubectl -n {namespace} get jobs,pods",
    fix="correct what the hook waits for; one that fails is deleted and made anew, and nothing else is deleted before",
)
_POST_DELETE = _PRE_DELETE.replace(
    name="post-delete-hook",
    why="what it owns is gone, and its PostDelete hooks have to complete",
    fix="correct what the hook waits for: it may need what has been deleted",
)
_OTHER = _OBJECTS.replace(
    name="finalizer",
    why="the finalizer {finalizer} holds it, which is not Argo CD's",
    more="kubectl -n {appnamespace} get application {app} -o yaml",
    fix="let the controller run that removes it; remove it by hand only if that controller is gone",
)
_STAGES = (
    ("pre-delete-finalizer.argocd.argoproj.io", _PRE_DELETE),
    ("resources-finalizer.argocd.argoproj.io", _OBJECTS),
    ("post-delete-finalizer.argocd.argoproj.io", _POST_DELETE),
)
"""What an Application's deletion does, in this order, by the finalizers that stand for them, without their suffixes.

Source: application_defaults.go in pkg/apis/application/v1alpha1 and `finalizeApplicationDeletion` in
controller/appcontroller.go of Argo CD 3.4.13 and 3.6.1.
"""
SYNC_FAIL = Cause(
    name="sync-fail-hook",
    why="the sync has failed, and this hook of the failure still runs",
    more="kubectl -n {namespace} logs {kubectl} --all-containers",
    fix="let the hook end, or terminate the operation; then correct what made the sync fail",
)

MESSAGES: tuple[Row, ...] = (
    row(_WINDOW, BLOCKED),
    row(_TIMEOUT, r"triggered by controller sync timeout|terminating due to timeout"),
    row(_TERMINATED, r"^Operation terminat|operation is terminating"),
    row(_PROJECT, r"Failed to load application project|referencing project .+ which does not exist"),
    row(_ACCOUNT, r"no matching service account found|failed to derive service account"),
    row(_RENDER, r"ComparisonError|[Ff]ailed to (?:load target state|generate manifest)|[Mm]anifest generation error"),
    row(_SPEC, r"InvalidSpecError"),
)
"""By the operation's message, where no object has failed."""

CONDITIONS: dict[str, Cause] = {
    "ComparisonError": _RENDER,
    "InvalidSpecError": _SPEC,
    "SyncError": _RENDER.replace(name="auto-sync-failed", why="the automated sync could not begin"),
    "DeletionError": _OBJECTS.replace(why="Argo CD can't delete what belongs to it"),
    "UnknownError": _SPEC.replace(name="unknown-error", why="Argo CD has met an error"),
}
"""By an Application's condition, worst first."""


def holding(until: Until, kind: str) -> Cause:
    """Return why an object that is being deleted is not gone."""
    cause = _HOOK_HELD if until is Until.HOOK_DELETION else _HELD
    if kind not in _HOLDERS:
        return cause
    why, more, fix = _HOLDERS[kind]
    return cause.replace(why=f"it is being deleted, and {why}", more=more, fix=fix)


def deleting(finalizers: Sequence[str]) -> Cause:
    """Return what a deletion of an Application waits for: the first of its stages that a finalizer still stands for."""
    stages = (cause for stage, cause in _STAGES for one in finalizers if one == stage or one.startswith(f"{stage}/"))
    return next(stages, _OTHER if finalizers else _OBJECTS)
