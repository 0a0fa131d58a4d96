"""a hook of the deletion needs an object that is not there when it runs.

Argo CD makes the hooks of PostDelete (`helm.sh/hook: post-delete`) once all else is deleted: their pods start only with
ConfigMaps, Secrets, ServiceAccounts and claims that are PostDelete hooks as well, or that stay (`Delete=false`,
`helm.sh/resource-policy: keep`), and not in a Namespace that the application brings along. Hooks of PreDelete, since
Argo CD 3.3, run before anything is deleted, but without hooks that the last sync has deleted (`HookSucceeded`), or that
come after the deletion. Helm itself runs its hooks of the deletion one after the other, with what is still there.

Argo CD waits for such a hook without a time limit, and the Application stays for ever. Let the hook run before the
deletion, or give it objects of its own that are hooks of the same type. `swell plan --delete` shows the order.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.order.deletion_stalls import Sort

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find the hooks whose deletion waits for them in vain."""
    for one in facts.held:
        if one.sort is Sort.NEED:
            message = f"{one.why}: the deletion of the application waits for this {one.step.phase} hook for ever"
            yield Finding(severity=SEVERITY, ref=one.ref, message=message, fix=one.fix)
