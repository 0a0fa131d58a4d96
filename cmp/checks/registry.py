"""All checks, in the order in which their findings are shown."""

from cmp.checks import duplicate_object, generate_name_without_hook, rule_matches_nothing, unknown_hook
from cmp.checks.facts import Check, Facts
from cmp.model import Finding

CHECKS: tuple[Check, ...] = (
    rule_matches_nothing.check,
    unknown_hook.check,
    duplicate_object.check,
    generate_name_without_hook.check,
)


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Run every check."""
    return tuple(finding for check in CHECKS for finding in check(facts))
