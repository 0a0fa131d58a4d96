"""The seconds of a sync that Argo CD itself takes: its pauses, and the waits for its next look at the operation.

Source: handleObjectUpdated and processRequestedAppOperation in controller/appcontroller.go of Argo CD 3.6.1. Argo CD
looks at a running operation once it has applied a step. Up to 3.5 it looks again with each refresh of the Application,
and so as soon as an object of it changes. 3.6 looks 5 s after an object has changed, at once when the Application's own
status changes, and else 30 s after the last look. docs/argocd.md has what was measured.
"""

from cmp.argocd.gates import gate
from cmp.argocd.plan import Plan, Step
from cmp.manifests.fields import document, walk

_OWNERS = "ownerReferences"
_LOOK = {"3.4": 0, "3.5": 0, "3.6": 5}
"""Seconds from the change of an object to the look at it (appOperationRequeueDelay), by version."""
_BLIND = {"3.4": 180, "3.5": 180, "3.6": 30}
"""Seconds to the next look, at most, where Argo CD sees no change, by version: a refresh of the Application with its
jitter (defaultAppResyncPeriod, defaultAppResyncPeriodJitter), or appOperationMaxRequeueInterval."""


def least(plan: Plan) -> int:
    """Return the seconds that a sync takes if each object becomes healthy as soon as it is applied.

    After a step that is not the last the pause is long enough for such an object, and the look follows at once.
    """
    waits = bool(plan.steps) and _ends_with_hooks(plan.steps[-1], plan.version)
    return plan.delay + (_LOOK[plan.version] if waits else 0)


def most(plan: Plan) -> int:
    """Return the seconds that a sync takes if each object becomes healthy in the pause, or just after a look.

    More than `least` only where objects have an owner: Argo CD does not look when such an object changes.
    """
    return least(plan) + sum(_BLIND[plan.version] for step in plan.steps if _unseen(step))


def _ends_with_hooks(step: Step, version: str) -> bool:
    """Tell whether hooks alone decide when a last step is over.

    When another object becomes healthy, the Application's status changes, and so it may be what causes the look.
    """
    others = (task.manifest for task in step.tasks if task.manifest and not task.hook)
    return bool(step.gates) and not any(gate(manifest, version) for manifest in others)


def _unseen(step: Step) -> bool:
    """Tell whether a step waits for an object that has an owner (isRootAppNode in controller/cache/cache.go)."""
    awaited = {gate.ref for gate in step.gates}
    manifests = (task.manifest for task in step.tasks if task.manifest and task.ref in awaited)
    # most objects are never parsed as a whole: their metadata stand in the head
    named = (one for one in manifests if _OWNERS in one.text[: one.head.length])
    return any(walk(document(one), f"metadata.{_OWNERS}[]") for one in named)
