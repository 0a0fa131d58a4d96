"""a Job that is no hook and keeps its name.

The API server refuses to change a Job's pod template. As soon as a new version changes its image or environment, the
sync fails with `field is immutable` until the Job is deleted by hand.

Make it a Sync hook, which Argo CD deletes and creates again at each sync, give it a name that changes with its content,
or set the sync options `Replace=true,Force=true`. `Replace=true` alone replaces it in place, which the API server
refuses as well: that is a warning.

A Job with `ttlSecondsAfterFinished` is left alone: it is gone when its template changes, and the next sync creates it.

If a Job becomes a hook of the same wave, the next sync deletes the old Job and does not run the new one: delete it
right before (`kubectl delete job NAME`), or give the hook a lower wave.
"""

import re
from collections.abc import Iterator

from cmp.argocd.hooks import Role, role
from cmp.argocd.job_ttl import stays
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.text import pasted

SEVERITY = Severity.INFO
_CHANGING = re.compile(r"(?=[0-9a-z]*[0-9])[0-9a-z]+-|(?:[0-9a-z]+[.-])*?[0-9]+v?-")
"""A hash, number or version at the end of a name, read from there: many dashes may begin one, and there is one end."""
_REPLACE, _FORCE = "Replace=true", "Force=true"


def check(facts: Facts) -> Iterator[Finding]:
    """Find ordinary Jobs that no sync would replace."""
    for job in facts.objects.by_kind.get(("batch", "Job"), ()):
        if stays(job) is not None:
            continue
        replaced = facts.has_option(job, _FORCE)
        in_place = facts.has_option(job, _REPLACE)
        keeps = job.head.name and not _changes(job.head.name)
        if keeps and not replaced and role(job.head.annotations) is Role.RESOURCE:
            yield Finding(
                severity=Severity.WARNING if in_place else SEVERITY,
                ref=job.ref,
                message=(
                    f"{_REPLACE} without {_FORCE} replaces it in place: the sync fails once its pod template changes"
                    if in_place
                    else "it is no hook and keeps its name: the sync fails once its pod template changes"
                ),
                fix=(
                    f"make it a Sync hook {facts.by_rule('`hook: Sync`')}, and give it a lower wave, or "
                    "delete the Job right before the next sync "
                    f"(kubectl delete job {pasted(job.ref.name)}), which would not run it otherwise; "
                    "or set the sync options Replace=true,Force=true"
                ),
            )


def _changes(name: str) -> bool:
    return _CHANGING.match(name[::-1]) is not None
