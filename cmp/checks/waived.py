"""Which findings a waiver takes away."""

from cmp.checks.facts import Facts
from cmp.config.spec import Waiver
from cmp.model import Finding
from cmp.objects.match import matcher


class Waived:
    """A waiver, and the objects that it is for."""

    def __init__(self, waiver: Waiver, facts: Facts) -> None:
        self.check = waiver.check
        self._test, self._manifests = matcher(waiver.match), facts.by_ref

    def fits(self, finding: Finding) -> bool:
        """Tell whether it takes a finding away: one of its check, about an object that it matches."""
        manifest = self._manifests.get(finding.ref) if finding.ref else None
        return finding.check == self.check and manifest is not None and self._test(manifest)
