"""a Workflow uses a WorkflowTemplate that is applied after it.

Argo Workflows reads the template when the Workflow begins, and fails the Workflow if there is none: the sync fails. A
WorkflowTemplate is an ordinary object, which comes after all PreSync hooks; within a wave the two are applied in the
order of their names.

Put the template into an earlier wave, or make the Workflow a Sync hook in a later one. In a later sync the Workflow
would use the template of the sync before.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.checks.lateness import TEMPLATES
from cmp.model import Finding, Severity

SEVERITY = Severity.ERROR


def check(facts: Facts) -> Iterator[Finding]:
    """Find Workflows whose templates are applied later, or in the same batch."""
    plan = facts.plan
    for edge in facts.edges:
        template, workflow = edge.before, edge.after
        planned = template.kind in TEMPLATES and {template, workflow} <= plan.first.keys()
        if planned and plan.place(template) >= plan.place(workflow):
            yield Finding(
                severity=SEVERITY,
                ref=workflow,
                message=f"it uses {template}, which is applied after it: in {plan.step(template).name}",
                fix=(
                    f"put {template} before it: make the Workflow a Sync hook in a wave above that of the template, "
                    + facts.by_rule("`hook: Sync`, `wave`", over=True)
                ),
                fails=True,
            )
