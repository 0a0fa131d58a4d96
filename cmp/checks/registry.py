"""All checks, in the order in which their findings are shown."""

from collections.abc import Iterable

from cmp.checks import fatal
from cmp.checks.catalog import (
    annotations_too_long,
    application_health,
    awaited_job_vanishes,
    claim_before_consumer,
    conversion_webhook_missing,
    custom_resource_without_crd,
    dangling_reference,
    declared_order_not_kept,
    delete_policy_union,
    dependency_cycle,
    dependency_twice_in_charts,
    floating_source,
    gate_fails_at_first_look,
    gate_may_never_open,
    gated_job_vanishes,
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
    own_files_in_chart,
    plain_job_immutable,
    post_sync_feeds_sync,
    priority_class_late,
    revision_in_name,
    schema_reads_elsewhere,
    schema_without_draft,
    secret_from_later_producer,
    unclear_order,
    unused_value,
    unused_waiver,
    upgrade_hook_at_install,
    value_equals_default,
    value_type_change,
    values_differ_each_render,
    waits_for_later_wave,
    wave_not_integer,
    webhook_before_its_deployment,
    workflow_template_late,
)
from cmp.checks.facts import Check, Facts
from cmp.checks.judge import counting, refuse_unknown
from cmp.model import Finding, Severity

CHECKS: tuple[Check, ...] = (
    *fatal.CHECKS,
    dependency_cycle.check,
    declared_order_not_kept.check,
    post_sync_feeds_sync.check,
    unclear_order.check,
    secret_from_later_producer.check,
    hook_needs_later_object.check,
    waits_for_later_wave.check,
    claim_before_consumer.check,
    needs_unapplied_object.check,
    gate_may_never_open.check,
    gated_job_vanishes.check,
    custom_resource_without_crd.check,
    floating_source.check,
    annotations_too_long.check,
    priority_class_late.check,
    workflow_template_late.check,
    webhook_before_its_deployment.check,
    conversion_webhook_missing.check,
    gate_fails_at_first_look.check,
    wave_not_integer.check,
    misplaced_annotation.check,
    values_differ_each_render.check,
    lookup_is_empty.check,
    revision_in_name.check,
    lost_key.check,
    hooks_only.check,
    long_lived_hook.check,
    hook_read_by_pods.check,
    awaited_job_vanishes.check,
    job_deleted_after_run.check,
    delete_policy_union.check,
    namespace_missing.check,
    dangling_reference.check,
    application_health.check,
    no_health_gate.check,
    plain_job_immutable.check,
    upgrade_hook_at_install.check,
    helm_test_dropped.check,
    last_values_line_lost.check,
    kept_blank_lines.check,
    dependency_twice_in_charts.check,
    own_files_in_chart.check,
    schema_reads_elsewhere.check,
    schema_without_draft.check,
    unused_value.check,
    value_type_change.check,
    value_equals_default.check,
)

NAMES = tuple(check.__module__.rpartition(".")[2].replace("_", "-") for check in (*CHECKS, unused_waiver.unused))
"""What they are called; the last one looks at what the others find."""

_ROW = {severity: row for row, severity in enumerate(Severity)}


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Run every check; return the findings with the configuration applied, the worst first.

    Raises:
        ConfigError: the configuration names an unknown check.
    """
    found = [finding for check in CHECKS for finding in check(facts)]
    every = judged(facts, [*found, *unused_waiver.unused(facts, found)])
    return tuple(sorted(dict.fromkeys(every), key=lambda finding: _ROW[finding.severity]))


def judged(facts: Facts, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that count, with the severities of the configuration.

    Raises:
        ConfigError: the configuration names an unknown check.
    """
    refuse_unknown(facts.config, NAMES)
    return counting(facts, found)
