"""Applies the configuration to findings: changed severities, checks that are off, and waivers."""

from collections.abc import Iterable, Sequence

from cmp.checks.facts import Facts
from cmp.config.model import Config
from cmp.config.spec import Waiver
from cmp.errors import ConfigError
from cmp.model import Finding, Severity
from cmp.objects.match import matcher
from cmp.text import nearest


class Waived:
    """A waiver and the test for the objects that it matches."""

    def __init__(self, waiver: Waiver, facts: Facts) -> None:
        self.check = waiver.check
        self._test, self._manifests = matcher(waiver.match), facts.by_ref

    def fits(self, finding: Finding) -> bool:
        """Tell whether the waiver removes a finding: one of its check, about an object that it matches."""
        manifest = self._manifests.get(finding.ref) if finding.ref else None
        return finding.check == self.check and manifest is not None and self._test(manifest)


_OFF = "off"


def counting(facts: Facts, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are neither off nor waived, with the severities of the configuration."""
    levels = facts.config.checks
    waivers = [Waived(waiver, facts) for waiver in (*facts.config.waivers, *facts.config.standing)]
    return tuple(
        finding.replace(severity=Severity(levels[finding.check])) if finding.check in levels else finding
        for finding in found
        if levels.get(finding.check) != _OFF and not any(waiver.fits(finding) for waiver in waivers)
    )


def refuse_unknown(config: Config, names: Sequence[str]) -> None:
    """Refuse a configuration that names an unknown check.

    Raises:
        ConfigError: `checks` or a waiver names an unknown check.
    """
    said = [("checks", name) for name in config.checks]
    said += [(f"waivers[{index}].check", waiver.check) for index, waiver in enumerate(config.waivers)]
    for where, name in said:
        if name not in names:
            close = nearest(name, names)
            raise ConfigError(
                f"{where}: there is no check {name!r}",
                where=", ".join(config.where),
                fix=f"did you mean {close}?" if close else "docs/checks.md lists them",
            )
