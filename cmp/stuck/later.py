"""A need that this very sync meets too late: what a pod lacks comes in a later wave or phase than the waiting step."""

from cmp.stuck.causes import pods
from cmp.stuck.evidence import Evidence
from cmp.stuck.model import Found, Resource

_KINDS = {"configmap": "ConfigMap", "secret": "Secret", "persistentvolumeclaim": "PersistentVolumeClaim"}
"""How events write kinds, and how manifests do."""
_LATER = pods.NEEDED.replace(
    name="later-wave",
    why="its pod needs {needs}/{needed}, which this sync applies only later ({later})",
    more="swell plan APPLICATION_FOLDER",
    fix="give {needs}/{needed} an earlier wave or phase than {object}, or let Swell put both in order; `swell plan` "
    "shows the whole sync before it runs",
)


def later(found: Found, evidence: Evidence) -> Found:
    """Return the cause of what a pod lacks; another one where this sync brings that only after the step that waits."""
    if found.cause is not pods.NEEDED:
        return found
    kind, name = _KINDS.get(found.words["needs"], ""), found.words["needed"]
    brought = [one for one in evidence.app.resources if (one.ref.kind, one.ref.name) == (kind, name)]
    step = _step(brought[0], evidence) if brought else ""
    cause = _LATER if step else found.cause
    return found.replace(cause=cause, words={**found.words, "needs": kind, "later": step})


def _step(resource: Resource, evidence: Evidence) -> str:
    """Return the step in which an object is applied, "" if that is not after the step that waits."""
    phase, wave = evidence.awaited.phase, evidence.awaited.wave
    if phase == "PreSync":
        return f"Sync, wave {resource.wave}"
    return f"wave {resource.wave}" if phase == "Sync" and wave is not None and resource.wave > wave else ""
