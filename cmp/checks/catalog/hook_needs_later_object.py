"""a hook needs an object that is applied after it.

Argo CD applies ordinary objects in the Sync phase, after all PreSync hooks have completed. The pod of a PreSync hook
that uses an ordinary ServiceAccount, ConfigMap, Secret or claim therefore never starts at the first install, and the
hook never completes. Later syncs may work, since the object exists by then; a wave can't change the phase.

Make the hook a Sync hook in a wave after what it needs and before what needs it. Swell does so with Helm's hooks by
itself, unless `order: {hooks: keep}` or `{infer: off}` is set. It leaves hooks of Argo CD's to their author.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import Sort
from cmp.checks.lateness_text import EARLIER, told
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find hooks that need an object which is applied after them."""
    return told(facts, Sort.HOOK, EARLIER)
