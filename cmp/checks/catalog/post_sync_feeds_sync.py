"""post-sync-feeds-sync: an object of the Sync phase needs what only a PostSync hook makes.

PostSync hooks start when everything of the Sync phase is healthy, and an object that needs them does not become
healthy: each waits for the other, and Argo CD sets no time limit. Helm's post-install and post-upgrade hooks become
PostSync hooks in Argo CD, while Helm itself starts them as soon as everything is applied.

Make the hook a Sync hook in a wave before the object, and after what the hook needs itself. Swell does so with Helm's
hooks by itself, unless `order: {hooks: keep}` or `{infer: off}` is set; hooks of Argo CD's are their author's word.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import POST_SYNC
from cmp.checks.lateness_text import told
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR
_FIX = (
    "make {before} Sync hooks in waves before {after}, each after what it needs, "
    "with rules (`hook: Sync`, `wave`; `override: true` over the chart's own)"
)


def check(facts: Facts) -> Iterator[Finding]:
    """Find such objects."""
    return told(facts, POST_SYNC, _FIX)
