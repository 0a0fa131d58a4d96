"""post-sync-feeds-sync: an object of the Sync phase needs what only a PostSync hook makes.

PostSync hooks start when everything of the Sync phase is healthy, and an object that needs them does not become
healthy: each waits for the other, and Argo CD sets no time limit. Helm's post-install and post-upgrade hooks become
PostSync hooks in Argo CD, while Helm itself starts them as soon as everything is applied.

Make the hook a Sync hook in a wave before the object. Swell does so by itself unless `order: {hooks: keep}` is set.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.late import POST_SYNC
from cmp.checks.telling import told
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR
_FIX = "make {before} a Sync hook before {after}, with a rule (`hook: Sync`, `wave: {wave}`)"


def check(facts: Facts) -> Iterator[Finding]:
    """Find such objects."""
    return told(facts, POST_SYNC, _FIX)
