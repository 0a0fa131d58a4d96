"""a waiver that waives nothing.

The finding that it was for is gone, or the object has another name by now. The waiver would hide the next finding that
it matches. One of a check of several Applications is looked at where a folder is checked that its swell.yaml lies in.

Remove it from `waivers`.
"""

from collections.abc import Iterator, Sequence

from cmp.checks.facts import Facts
from cmp.checks.judge import Waivers, unused
from cmp.checks.repository.registry import REPOSITORY_NAMES
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts, found: Sequence[Finding]) -> Iterator[Finding]:
    """Find waivers that match none of these findings."""
    waivers = Waivers(facts.config.waivers, facts.objects.by_ref)
    used = {number for finding in found for number in waivers.of(finding)}
    for index, waiver in enumerate(facts.config.waivers):
        if index not in used and waiver.check not in REPOSITORY_NAMES:
            yield unused(facts.config, index)
