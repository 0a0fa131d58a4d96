"""Runs the checks that may stop a render."""

from cmp.checks.facts import Facts
from cmp.checks.fatal import CHECKS
from cmp.model import Finding, Severity

_STOPS = {
    "fatal": (Severity.FATAL,),
    "error": (Severity.FATAL, Severity.ERROR),
    "never": (),
}


def early(facts: Facts) -> tuple[Finding, ...]:
    """Return the findings of the fatal checks, or of all checks if the configuration lets another one stop the render.

    Raises:
        ConfigError: the configuration names an unknown check.
    """
    config = facts.config
    if not config.checks and not config.waivers and not config.standing and config.fail_on != "error":
        return tuple(finding for check in CHECKS for finding in check.findings(facts))
    from cmp.checks.registry import findings, judged

    if config.fail_on == "error" or Severity.FATAL in config.checks.values():
        return findings(facts)
    return judged(facts, [finding for check in CHECKS for finding in check.findings(facts)])


def stopping(findings: tuple[Finding, ...], fail_on: str) -> tuple[Finding, ...]:
    """Return the findings that stop the render."""
    return tuple(finding for finding in findings if finding.severity in _STOPS[fail_on])
