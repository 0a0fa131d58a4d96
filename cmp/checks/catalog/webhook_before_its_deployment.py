"""a webhook is in force before its workload answers.

With `failurePolicy: Fail`, the API server refuses every object that the webhook's rules cover as long as its
Deployment does not answer, even that Deployment's own pods if they are covered. Argo CD applies the
configuration in its own wave, whatever it points to. A webhook that converts is in force with its CRD: until it
answers, objects in another version than the stored one are refused.

Put the configuration into the wave of its Deployment or a later one, and the objects that the webhook judges into a
wave after that.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import Sort
from cmp.checks.lateness_text import Move, told
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING
_MOVE = Move(words="put {after} after {before}", keys="`wave: {later}`", rules="a rule")


def check(facts: Facts) -> Iterator[Finding]:
    """Find configurations before their Deployments, and objects that are judged or converted before these are ready."""
    return told(facts, Sort.WEBHOOK, _MOVE)
