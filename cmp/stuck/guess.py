"""What can be said of an object for which no table knows a cause: how far its pods have come."""

from collections.abc import Callable

from cmp.argocd.health import IN_GO
from cmp.argocd.health_scripts import script
from cmp.argocd.versions import NEWEST
from cmp.model import Ref
from cmp.stuck.causes import objects
from cmp.stuck.evidence import Evidence
from cmp.stuck.model import Cause, State, Until

_MAKES_PODS = ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob")
_DESCRIBE = "kubectl -n {namespace} describe {kubectl}"
_LOGS = "kubectl -n {namespace} logs {kubectl} --all-containers --tail=20"

_UNTOLD = Cause(
    name="untold",
    why="Argo CD does not say why",
    more="kubectl -n {namespace} get events -o json > events.json",
    fix="ask again with `--events events.json`: events tell of images, nodes, volumes and probes",
)
_FAILED = Cause(
    name="failed", why="it has failed", more=_DESCRIBE, fix="correct what the message or the log shows, then sync again"
)
_UNSEEN = Cause(
    name="not-seen",
    why="it has completed, and Argo CD's controller has not seen that",
    more="kubectl -n {appnamespace} logs statefulset/argocd-application-controller --tail=50",
    fix="let the controller look again: `argocd app get {app} --refresh`; if that does not help, terminate, and sync "
    "again",
)
_NO_HEALTH = _UNSEEN.replace(why="it has no health to wait for, and Argo CD's controller has not looked again")
_PODS_FAIL = Cause(
    name="pods-fail",
    why="its pods fail, and new ones are made with longer and longer pauses",
    more=_LOGS,
    fix="correct what the log shows; backoffLimit says how often it is tried",
)
_RUNS = Cause(
    name="still-running",
    why="its pod runs, and no event says that anything is wrong",
    more=_LOGS,
    fix="read the log: it may only take long, or wait for what comes in a later wave or phase",
)
_NOT_READY = Cause(
    name="not-ready",
    why="its pod has started, and is not ready",
    more=_LOGS,
    fix="read the log: its probe fails, or an init container waits for a Job of a later wave or phase, which "
    "`argocd app manifests {app} | swell plan -` tells",
)
_NOT_STARTED = Cause(
    name="not-started",
    why="its pod was made, has not started, and no event says why",
    more="kubectl -n {namespace} get pods; kubectl get events -A",
    fix="look whether the scheduler and the kubelet of its node run, and whether the events are older than an hour",
)
_NO_PODS = objects.SUSPENDED.replace(
    why="no pod was made for it: it is paused, or its events are gone, as they are after an hour",
    more=_DESCRIBE,
)
_NOT_HEALTHY = Cause(
    name="not-healthy",
    why="its controller has not made it healthy",
    more=_DESCRIBE,
    fix="look at its conditions; if this application brings its controller, that has to come in an earlier wave",
)


def guess(evidence: Evidence) -> Cause:
    """Return the most that is known of why an object is waited for."""
    return next((cause for true, cause in _GUESSES if true(evidence)), _UNTOLD)


def gates(ref: Ref) -> bool:
    """Tell whether Argo CD may have a health check for an object: of custom resources argocd-cm may add one."""
    own = "." not in ref.group or ref.group.endswith(".k8s.io")
    return not own or ref.group_kind in IN_GO or bool(script(ref.group, ref.kind, NEWEST))


def _has_failed(evidence: Evidence) -> bool:
    return evidence.awaited.state in (State.FAILED, State.RETRIES)


def _has_completed(evidence: Evidence) -> bool:
    return any(event.reason == "Completed" and event.ref == evidence.ref for event in evidence.own)


def _has_no_health(evidence: Evidence) -> bool:
    return not gates(evidence.ref)


def _is_tried_again(evidence: Evidence) -> bool:
    made = [event for event in evidence.own if event.reason == "SuccessfulCreate"]
    return evidence.ref.kind == "Job" and len(made) > 1


def _runs(evidence: Evidence) -> bool:
    return evidence.begun and evidence.awaited.until is Until.COMPLETION


def _has_begun(evidence: Evidence) -> bool:
    return evidence.begun


def _has_no_pods(evidence: Evidence) -> bool:
    return evidence.told and evidence.ref.kind in _MAKES_PODS and not evidence.own


def _is_not_started(evidence: Evidence) -> bool:
    return evidence.ref.kind in _MAKES_PODS and bool(evidence.own)


def _is_no_workload(evidence: Evidence) -> bool:
    return evidence.ref.kind not in _MAKES_PODS and (evidence.told or bool(evidence.message))


_GUESSES: tuple[tuple[Callable[[Evidence], bool], Cause], ...] = (
    (_has_failed, _FAILED),
    (_has_completed, _UNSEEN),
    (_has_no_health, _NO_HEALTH),
    (_is_tried_again, _PODS_FAIL),
    (_runs, _RUNS),
    (_has_begun, _NOT_READY),
    (_has_no_pods, _NO_PODS),
    (_is_not_started, _NOT_STARTED),
    (_is_no_workload, _NOT_HEALTHY),
)
