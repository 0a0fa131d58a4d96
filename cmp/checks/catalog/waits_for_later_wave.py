"""an object needs another that is applied in a later wave.

Argo CD starts the next wave when all of this one is healthy. An object that can't become healthy without an object of a
later wave holds up its own wave, so that the other one is never applied: the sync hangs, without a time limit. If the
object does become healthy by itself, it starts without what it needs.

Put the needed object into an earlier wave, or both into one: within a wave an object waits for another by itself.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import Sort
from cmp.checks.lateness_text import EARLIER, told
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that need an object of a later wave."""
    return told(facts, Sort.WAVE, EARLIER)
