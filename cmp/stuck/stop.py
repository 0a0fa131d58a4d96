"""Whether it is safe to terminate an operation.

Argo CD then deletes the hooks that run, and nothing else; what was applied stays, and the operation is Failed
(`Terminate` and `terminateHooksPreemptively` in gitops-engine/pkg/sync/sync_context.go of Argo CD 3.4.13, 3.5.7 and
3.6.1). The next sync begins with PreSync again.
"""

from cmp.model import Ref
from cmp.stuck.model import Awaited, Found, Reported, State, Stop, Until
from cmp.text import among, pasted

_BEFORE_WORK = frozenset({
    "admission-denied", "image-pull", "later-wave", "missing-config", "missing-key", "missing-priority-class",
    "missing-service-account", "mount-failed", "pod-network", "pod-refused", "pod-security", "quota", "suspended",
    "unbound-claim", "unschedulable", "volume-in-use", "webhook-unreachable",
})  # fmt: skip
"""Causes with which no container of a hook has begun its work, unless an event says that one has started."""


def stop(app: Reported, awaited: Awaited, why: Found) -> Stop | None:
    """Return what terminating does; None where no operation runs, or it is terminating already."""
    if awaited.state not in (State.WAITS, State.RETRIES):
        return None
    safe, what = _judged(app, awaited, why)
    return Stop(safe=safe, what=what, command=f"argocd app terminate-op {pasted(app.name)}")


def _judged(app: Reported, awaited: Awaited, why: Found) -> tuple[bool, str]:
    hooks = _running_hooks(app)
    if hooks == [why.ref] and why.cause.name in _BEFORE_WORK and not why.begun:
        return True, f"it deletes {_named(hooks)}, which has not begun; what is applied stays"
    if hooks:
        return False, f"it deletes {_named(hooks)}, maybe in the middle of its work; what is applied stays"
    if awaited.state is State.RETRIES:
        return True, "nothing runs until the next try; it ends the retries"
    if awaited.until in (Until.DELETION, Until.HOOK_DELETION):
        return True, "what is being deleted stays so, and the next sync waits for it again"
    return True, "nothing is deleted; what is applied stays, and later waves are not applied"


def _running_hooks(app: Reported) -> list[Ref]:
    results = app.operation.results if app.operation else ()
    return [one.ref for one in results if one.hook and one.hook_phase == "Running"]


def _named(hooks: list[Ref]) -> str:
    shown = [str(ref) for ref in hooks[:3]]
    return among(shown if len(hooks) == len(shown) else [*shown, f"{len(hooks) - len(shown)} more hooks"])
