"""an object is named after `.Release.Revision`, which is always 1 in Argo CD.

With `helm install` and `upgrade` the number grows, so that each release has an object of its own. Argo CD calls `helm
template`, where there is no release: the name never changes. A Job of that name runs once and never again, and the sync
fails as soon as its pod template changes.

Name it after what it runs (the image's tag), or make it a hook, which Argo CD makes anew at each sync.
"""

import re
from collections.abc import Iterator

from cmp.argocd.hooks import Role, role
from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING
_REVISION = re.compile(r"\.Release\.Revision(?!\w)")


def check(facts: Facts) -> Iterator[Finding]:
    """Find ordinary objects whose name is made from it."""
    for manifest in facts.objects:
        if role(manifest.head.annotations) is Role.RESOURCE and facts.templates.first_in_name(manifest, _REVISION):
            yield Finding(
                severity=SEVERITY,
                ref=manifest.ref,
                message="its name is made from .Release.Revision, which is always 1 in Argo CD: it never changes",
                fix="name it after what it runs, say the image's tag, or make it a hook",
            )
