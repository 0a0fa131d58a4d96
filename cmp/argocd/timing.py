"""The seconds of a sync that do not depend on its images: pauses, waits for Argo CD's next look, the run of a Job.

Source: handleObjectUpdated and processRequestedAppOperation in controller/appcontroller.go of Argo CD 3.6.1. Argo CD
looks at a running operation once it has applied a step and has paused. Up to 3.5 it looks again with each refresh of
the Application, and so as soon as an object of it changes. 3.6 looks at once when the Application's own status changes,
5 s after an object has changed since the last look, and else 30 s after that look. Each look that comes earlier counts
for the later ones, too: what changed before it begins no 5 s. docs/argocd.md has what was measured.
"""

from cmp.argocd.gates import gate
from cmp.argocd.plan import Plan, Step
from cmp.argocd.queued import queued
from cmp.manifests.fields import document, walk
from cmp.model import Manifest

_OWNERS = "ownerReferences"
_LOOK = {"3.4": 0, "3.5": 0, "3.6": 5}
"""Seconds from the change of an object to the look at it (appOperationRequeueDelay), by version."""
_BLIND = {"3.4": 120, "3.5": 120, "3.6": 30}
"""Seconds to the next look, at most, where Argo CD sees no change, by version: its informer hands out each Application
anew (newApplicationInformerAndLister, defaultAppResyncPeriod), or appOperationMaxRequeueInterval."""
_JOB = 1
"""Seconds that Kubernetes' controller needs for a Job, however fast its pods are: it looks at these once a second
(SyncJobBatchPeriod in pkg/controller/job/job_controller.go of Kubernetes 1.34 to 1.37)."""


def least(plan: Plan) -> int:
    """Return the seconds that a sync takes if the pods of Jobs end, and all else is healthy, within a blink."""
    return sum(_seconds(step, plan.version) for step in plan.steps)


def most(plan: Plan) -> int:
    """Return the seconds that a sync takes if each object becomes healthy as in `least`, or just after a look.

    More than `least` only where objects have an owner, since Argo CD does not look when such an object changes, and
    where hooks need as long as the pause takes.
    """
    unseen = sum(_BLIND[plan.version] for step in plan.steps if _unseen(step))
    return unseen + sum(_seconds(step, plan.version, late=True) for step in plan.steps)


def _seconds(step: Step, version: str, *, late: bool = False) -> int:
    """Return the seconds until a step is over, which is at the look after its pause, or at a later one.

    The first is too early for what needs longer than the pause, or as long and is `late`, and with it go the 5 s that
    the object's creation has begun.
    """
    awaited = _awaited(step)
    needed = max((_JOB for manifest in awaited if _runs(manifest)), default=0)
    if not awaited or step.pause > needed or (step.pause == needed > 0 and not late):
        return step.ahead + step.pause
    return step.ahead + needed + (_LOOK[version] if _hooks_alone(step, version) else 0)


def _awaited(step: Step) -> list[Manifest]:
    gates = {gate.ref for gate in step.gates}
    return [task.manifest for task in step.tasks if task.manifest and task.ref in gates and not task.unchanged]


def _runs(manifest: Manifest) -> bool:
    """Tell whether Kubernetes' own controller runs pods of an object, a Job, until they end."""
    if manifest.ref.group_kind != ("batch", "Job") or queued(manifest):
        return False
    spec = walk(document(manifest), "spec")
    return not walk(spec, "[].managedBy") and walk(spec, "[].completions") != [0]


def _hooks_alone(step: Step, version: str) -> bool:
    """Tell whether hooks alone decide when a step is over.

    When another object becomes healthy, the Application's status changes, and so it may be what causes the look.
    """
    others = (task.manifest for task in step.tasks if task.manifest and not task.hook)
    return not any(gate(manifest, version) for manifest in others)


def _unseen(step: Step) -> bool:
    """Tell whether a step waits for an object that has an owner (isRootAppNode in controller/cache/cache.go)."""
    # most objects are never parsed as a whole: their metadata stand in the head
    named = (one for one in _awaited(step) if _OWNERS in one.text[: one.head.length])
    return any(walk(document(one), f"metadata.{_OWNERS}[]") for one in named)
