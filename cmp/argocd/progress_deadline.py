"""How long a workload tries before it gives up, and Argo CD calls it Degraded: then the sync that waits for it fails.

Sources: `progressDeadlineSeconds` of Deployments (Kubernetes' API, 600 unless said otherwise; its largest number means
never) and of Argo Rollouts; `activeDeadlineSeconds` of Jobs (none unless said), whose pods are made anew as often as
`backoffLimit` says (6 unless said), after 10 seconds at first, twice as long each time, and six minutes at most
(Kubernetes' documentation of Jobs); the health checks of Argo CD 3.5.1.
"""

from cmp.model import Manifest
from cmp.value import Value

_NEVER = 2**31 - 1
_DEADLINES: dict[tuple[str, str], tuple[str, int]] = {
    ("apps", "Deployment"): ("progressDeadlineSeconds", 600),
    ("argoproj.io", "Rollout"): ("progressDeadlineSeconds", 600),
    ("batch", "Job"): ("activeDeadlineSeconds", _NEVER),
}


_RETRIES = 6
_PAUSE, _LONGEST_PAUSE = 10, 360


class ProgressDeadline(Value):
    """How many seconds a workload tries, and what says so; `fails` tells that it then has failed by its own error."""

    seconds: int
    field: str
    fails: bool = False


def progress_deadline(manifest: Manifest, tries: float | None = None) -> ProgressDeadline | None:
    """Return how long a workload tries; None for what never gives up.

    `tries` is for how many seconds a Job tries at a time before its pod ends with an error, None if it does not.
    """
    limit = _limit(manifest)
    if tries is None or (manifest.ref.group, manifest.ref.kind) != ("batch", "Job"):
        return limit
    spec = manifest.document.get("spec")
    said = spec.get("backoffLimit") if isinstance(spec, dict) else None
    retries = said if isinstance(said, int) and said >= 0 else _RETRIES
    doubled = min(retries, (_LONGEST_PAUSE // _PAUSE).bit_length())
    pauses = sum(_PAUSE << retry for retry in range(doubled)) + _LONGEST_PAUSE * (retries - doubled)
    seconds = int(tries * (retries + 1) + pauses)
    field = f"{tries:g} s a try, backoffLimit {retries}"
    last = ProgressDeadline(seconds=seconds, field=field, fails=True)
    return limit if limit and limit.seconds < seconds else last


def _limit(manifest: Manifest) -> ProgressDeadline | None:
    field, default = _DEADLINES.get((manifest.ref.group, manifest.ref.kind), ("", _NEVER))
    spec = manifest.document.get("spec") if field else None
    said = spec.get(field) if isinstance(spec, dict) else None
    seconds = said if isinstance(said, int) and said > 0 else default
    return ProgressDeadline(seconds=seconds, field=field) if seconds < _NEVER else None
