"""Jobs of a queue: Kueue suspends them when they are made, and lets them run when their queue has room.

To Argo CD a Job with the condition Suspended is over, whatever the condition's status is: Suspended where that is true,
and Healthy once it is false, while the Job still runs (gitops-engine/pkg/health/health_job.go of Argo CD 3.6.1).
"""

from cmp.model import Manifest

_QUEUE = "kueue.x-k8s.io/queue-name"


def queued(manifest: Manifest) -> bool:
    """Tell whether an object is a Job that a queue resumes; Argo CD calls that one healthy before it has completed."""
    return manifest.ref.group_kind == ("batch", "Job") and bool(manifest.head.labels.get(_QUEUE))
