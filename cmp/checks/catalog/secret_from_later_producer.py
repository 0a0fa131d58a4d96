"""a Secret that pods read is written by an object of a later wave.

A Certificate, ExternalSecret, SealedSecret or database cluster has its Secret written some time after it is applied. If
it comes in a later wave than the pods that read the Secret, these don't start, their wave doesn't end, and the producer
is never applied.

Put the producer into an earlier wave than the pods. The same wave is not enough if a hook or a Job reads the Secret.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import Sort
from cmp.checks.lateness_text import EARLIER, told
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find Secrets that an object of a later wave writes."""
    return told(facts, Sort.PRODUCER, EARLIER)
