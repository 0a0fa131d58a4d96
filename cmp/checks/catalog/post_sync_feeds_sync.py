"""an object of the Sync phase needs what only a PostSync hook makes.

PostSync hooks start when the whole Sync phase is healthy, and an object that needs such a hook does not become healthy
without it: each waits for the other, and Argo CD sets no time limit. Helm's post-install and post-upgrade hooks become
PostSync hooks in Argo CD, while Helm itself starts them as soon as everything is applied.

Make the hook a Sync hook in a wave before the object, and after what the hook needs itself. Swell does so with Helm's
hooks by itself, unless `order: {hooks: keep}` or `{infer: off}` is set. It leaves hooks of Argo CD's to their author.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import Sort
from cmp.checks.lateness_text import Move, told
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR
_MOVE = Move(words="make {hooks} before {after}, each after what it needs")


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects of the Sync phase that need a PostSync hook."""
    return told(facts, Sort.POST_SYNC, _MOVE)
