"""How long a workload tries before it gives up, and Argo CD calls it Degraded: then the sync that waits for it fails.

Sources: `progressDeadlineSeconds` of Deployments (Kubernetes' API, 600 unless said otherwise; its largest number means
never) and of Argo Rollouts; `activeDeadlineSeconds` of Jobs (none unless said); the health checks of Argo CD 3.5.1.
"""

from cmp.model import Manifest
from cmp.value import Value

_NEVER = 2**31 - 1
_DEADLINES: dict[tuple[str, str], tuple[str, int]] = {
    ("apps", "Deployment"): ("progressDeadlineSeconds", 600),
    ("argoproj.io", "Rollout"): ("progressDeadlineSeconds", 600),
    ("batch", "Job"): ("activeDeadlineSeconds", _NEVER),
}


class ProgressDeadline(Value):
    """How many seconds a workload tries, and the field that says so."""

    seconds: int
    field: str


def progress_deadline(manifest: Manifest) -> ProgressDeadline | None:
    """Return how long a workload tries; None for what never gives up."""
    field, default = _DEADLINES.get((manifest.ref.group, manifest.ref.kind), ("", _NEVER))
    spec = manifest.document.get("spec") if field else None
    said = spec.get(field) if isinstance(spec, dict) else None
    seconds = said if isinstance(said, int) and said > 0 else default
    return ProgressDeadline(seconds=seconds, field=field) if seconds < _NEVER else None
