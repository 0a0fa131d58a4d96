"""The checks that run at every render: those that are fatal by default, which need neither edges nor a plan."""

from cmp.checks.catalog import duplicate_object, generate_name_without_hook, rule_matches_nothing, unknown_hook
from cmp.checks.facts import Check

CHECKS: tuple[Check, ...] = (
    rule_matches_nothing.check,
    unknown_hook.check,
    duplicate_object.check,
    generate_name_without_hook.check,
)
