"""The time after which a workload gives up and Argo CD calls it Degraded, so that the sync that waits for it fails.

Sources: `progressDeadlineSeconds` of Deployments (Kubernetes' API; 600 by default, and its largest number means never)
and of Argo Rollouts; `activeDeadlineSeconds` of Jobs (none by default) and `backoffLimit` (6 by default), with a pause
before each new pod that starts at 10 seconds, doubles each time and ends at six minutes (Kubernetes' documentation of
Jobs); the health checks of Argo CD 3.6.1.
"""

from collections.abc import Sequence

from cmp.model import Edge, Manifest
from cmp.value import Value

_NEVER = 2**31 - 1
_DEADLINES: dict[tuple[str, str], tuple[str, int]] = {
    ("apps", "Deployment"): ("progressDeadlineSeconds", 600),
    ("argoproj.io", "Rollout"): ("progressDeadlineSeconds", 600),
    ("batch", "Job"): ("activeDeadlineSeconds", _NEVER),
}

_DEGRADED_WITHOUT = frozenset({
    ("autoscaling", "HorizontalPodAutoscaler"), ("external-secrets.io", "ExternalSecret"),
    ("gateway.networking.k8s.io", "GRPCRoute"), ("gateway.networking.k8s.io", "Gateway"),
    ("gateway.networking.k8s.io", "HTTPRoute"), ("gateway.networking.k8s.io", "TLSRoute"), ("keda.sh", "ScaledJob"),
    ("keda.sh", "ScaledObject"),
})  # fmt: skip
"""Kinds whose controllers look once, and say that what the object names is missing: Argo CD calls that Degraded."""
_UNANSWERED = frozenset({"Gateway", "ListenerSet"})
"""What is missing without a word: no controller writes the status of a route without a gateway, whatever else lacks."""

_RETRIES = 6
_PAUSE, _LONGEST_PAUSE = 10, 360


class ProgressDeadline(Value):
    """The seconds that a workload tries, and the field that sets them; `fails` if it then ends with its own error."""

    seconds: int
    field: str
    fails: bool = False


AT_ONCE = ProgressDeadline(seconds=0, field="")
"""Of what is Degraded as soon as its controller has seen it: the sync fails, and so does each that follows."""


def progress_deadline(manifest: Manifest, unmet: Sequence[Edge] = ()) -> ProgressDeadline | None:
    """Return how long an object tries before it is Degraded; None if it never gives up.

    Args:
        manifest: the object.
        unmet: its needs that are not met in time.
    """
    kind = manifest.ref.group_kind
    if kind in _DEGRADED_WITHOUT and unmet and _UNANSWERED.isdisjoint(edge.before.kind for edge in unmet):
        return AT_ONCE
    limit = _limit(manifest)
    tries = min((edge.tries for edge in unmet if edge.tries is not None), default=None)
    last = _retried(manifest, tries) if tries is not None and kind == ("batch", "Job") else None
    return last if last and not (limit and limit.seconds < last.seconds) else limit


def _retried(manifest: Manifest, tries: float) -> ProgressDeadline:
    """Return how long a Job tries whose pods each fail after `tries` seconds: all tries and the pauses between them."""
    spec = manifest.document.get("spec")
    said = spec.get("backoffLimit") if isinstance(spec, dict) else None
    retries = said if isinstance(said, int) and said >= 0 else _RETRIES
    doubled = min(retries, (_LONGEST_PAUSE // _PAUSE).bit_length())
    pauses = sum(_PAUSE << retry for retry in range(doubled)) + _LONGEST_PAUSE * (retries - doubled)
    seconds = int(tries * (retries + 1) + pauses)
    return ProgressDeadline(seconds=seconds, field=f"{tries:g} s a try, backoffLimit {retries}", fails=True)


def _limit(manifest: Manifest) -> ProgressDeadline | None:
    """Return the deadline that a workload's own field sets, or that field's default."""
    field, default = _DEADLINES.get(manifest.ref.group_kind, ("", _NEVER))
    spec = manifest.document.get("spec") if field else None
    said = spec.get(field) if isinstance(spec, dict) else None
    seconds = said if isinstance(said, int) and said > 0 else default
    return ProgressDeadline(seconds=seconds, field=field) if seconds < _NEVER else None
