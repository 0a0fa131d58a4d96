"""webhook-before-its-deployment: an admission webhook is in force before anything answers it.

With `failurePolicy: Fail`, the API server refuses every object that the webhook's rules cover as long as its
Deployment does not answer, that Deployment's own pods among them if they are covered. Argo CD applies the
configuration in its own wave, whatever it points to.

Put the configuration into the wave of its Deployment or a later one, and what it judges into a later one still.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import WEBHOOK
from cmp.checks.lateness_text import told
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING
_FIX = "put {after} after {before}, with a rule (`wave: {later}`; `override: true` over the chart's own)"


def check(facts: Facts) -> Iterator[Finding]:
    """Find configurations before their Deployments, and objects that are judged before these are ready."""
    return told(facts, WEBHOOK, _FIX)
