"""The checks that run at every render: those that are fatal by default, which need neither edges nor a plan."""

from cmp.checks.catalog import duplicate_object, generate_name_without_hook, rule_matches_nothing, unknown_hook
from cmp.checks.check import Check

CHECKS = tuple(
    map(
        Check.of,
        (rule_matches_nothing, unknown_hook, duplicate_object, generate_name_without_hook),
    )
)
