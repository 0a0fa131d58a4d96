"""All checks, in the order in which their findings are shown."""

from collections.abc import Iterable

from cmp.checks import fatal
from cmp.checks.catalog import (
    annotations_too_long,
    application_health,
    awaited_job_vanishes,
    claim_before_consumer,
    claim_deleted_before_its_pods,
    conversion_webhook_missing,
    custom_resource_without_crd,
    dangling_reference,
    declared_order_not_kept,
    delete_hook_needs_gone_object,
    delete_policy_union,
    dependency_cycle,
    dependency_not_switched_off,
    dependency_of_two_repositories,
    dependency_twice_in_charts,
    dependency_version_unmet,
    floating_source,
    gate_fails_at_first_look,
    gate_may_never_open,
    gated_job_vanishes,
    global_by_chance,
    helm_test_dropped,
    hook_needs_later_object,
    hook_read_by_pods,
    hooks_only,
    job_deleted_after_run,
    kept_blank_lines,
    last_values_line_lost,
    long_lived_hook,
    lookup_is_empty,
    lost_key,
    misplaced_annotation,
    namespace_missing,
    needs_unapplied_object,
    no_health_gate,
    orphaned_finalizer,
    other_sources,
    own_files_in_chart,
    plain_job_immutable,
    post_sync_feeds_sync,
    priority_class_late,
    revision_in_name,
    schema_reads_elsewhere,
    schema_without_draft,
    secret_from_later_producer,
    several_documents_in_values,
    unclear_order,
    unknown_chart_field,
    unknown_variable,
    unused_value,
    unused_waiver,
    upgrade_hook_at_install,
    value_equals_default,
    value_key_misread,
    value_key_twice,
    value_type_change,
    values_differ_each_render,
    waits_for_later_wave,
    wave_not_integer,
    webhook_before_its_deployment,
    workflow_template_late,
)
from cmp.checks.check import Check
from cmp.checks.facts import Facts
from cmp.checks.judge import counting, refuse_unknown
from cmp.checks.repository.registry import REPOSITORY_NAMES
from cmp.model import Finding, Severity

UNCLEAR_ORDER = Check.of(unclear_order)
UNUSED_WAIVER = Check.of(unused_waiver)

CHECKS = (
    *fatal.CHECKS,
    Check.of(dependency_cycle),
    Check.of(declared_order_not_kept),
    Check.of(post_sync_feeds_sync),
    UNCLEAR_ORDER,
    Check.of(secret_from_later_producer),
    Check.of(hook_needs_later_object),
    Check.of(waits_for_later_wave),
    Check.of(claim_before_consumer),
    Check.of(needs_unapplied_object),
    Check.of(gate_may_never_open),
    Check.of(gated_job_vanishes),
    Check.of(custom_resource_without_crd),
    Check.of(floating_source),
    Check.of(annotations_too_long),
    Check.of(priority_class_late),
    Check.of(workflow_template_late),
    Check.of(webhook_before_its_deployment),
    Check.of(conversion_webhook_missing),
    Check.of(gate_fails_at_first_look),
    Check.of(wave_not_integer),
    Check.of(misplaced_annotation),
    Check.of(values_differ_each_render),
    Check.of(lookup_is_empty),
    Check.of(revision_in_name),
    Check.of(lost_key),
    Check.of(hooks_only),
    Check.of(long_lived_hook),
    Check.of(hook_read_by_pods),
    Check.of(awaited_job_vanishes),
    Check.of(job_deleted_after_run),
    Check.of(delete_policy_union),
    Check.of(delete_hook_needs_gone_object),
    Check.of(claim_deleted_before_its_pods),
    Check.of(orphaned_finalizer),
    Check.of(namespace_missing),
    Check.of(dangling_reference),
    Check.of(application_health),
    Check.of(no_health_gate),
    Check.of(plain_job_immutable),
    Check.of(upgrade_hook_at_install),
    Check.of(helm_test_dropped),
    Check.of(last_values_line_lost),
    Check.of(several_documents_in_values),
    Check.of(value_key_twice),
    Check.of(value_key_misread),
    Check.of(unknown_variable),
    Check.of(other_sources),
    Check.of(kept_blank_lines),
    Check.of(dependency_not_switched_off),
    Check.of(dependency_of_two_repositories),
    Check.of(dependency_twice_in_charts),
    Check.of(dependency_version_unmet),
    Check.of(global_by_chance),
    Check.of(own_files_in_chart),
    Check.of(unknown_chart_field),
    Check.of(schema_reads_elsewhere),
    Check.of(schema_without_draft),
    Check.of(unused_value),
    Check.of(value_type_change),
    Check.of(value_equals_default),
    UNUSED_WAIVER,
)
"""The last one looks at what the others find."""

NAMES = tuple(check.name for check in CHECKS)
CONFIGURED = (*NAMES, *REPOSITORY_NAMES)
"""What a configuration may name: those of several Applications as well."""

_ROW = {severity: row for row, severity in enumerate(Severity)}


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Run every check; return the findings with the configuration applied, the worst first.

    Raises:
        ConfigError: the configuration names an unknown check.
    """
    found = [finding for check in CHECKS if check is not UNUSED_WAIVER for finding in check.findings(facts)]
    every = judged(facts, [*found, *UNUSED_WAIVER.findings(facts, found)])
    return tuple(sorted(dict.fromkeys(every), key=lambda finding: _ROW[finding.severity]))


def judged(facts: Facts, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that count, with the severities of the configuration.

    Raises:
        ConfigError: the configuration names an unknown check.
    """
    refuse_unknown(facts.config, CONFIGURED)
    return counting(facts.config, facts.objects.by_ref, found)
