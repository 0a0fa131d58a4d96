"""a chart's values.schema.json refers to another address, or to a file outside of the chart.

Helm fetches what a `$ref` in use names at each render: no lock pins it, a host that can't be reached fails the sync,
and it may be another schema tomorrow. Under a policy that says which sources are allowed, such a render is refused.

Put the schema that is meant into the chart's own, below `$defs`, or set `helm: {skipSchemaValidation: true}`.
"""

from collections.abc import Iterator

from cmp.chart.schema_addresses import elsewhere
from cmp.chart.schema_references import schemas
from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Severity

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find such references in the schema of the chart, and of each chart below it."""
    values = facts.values
    if values is None or facts.config.skip_schema_validation:
        return
    where = "the Application's source" if facts.application.by_hand else "swell.yaml"
    for path, schema in schemas(values.chart):
        if found := elsewhere(schema):
            name = values.named(path)
            yield Finding(
                severity=SEVERITY,
                ref=None,
                message=f"{name}: it refers to {', '.join(found)}, which Helm may read at each render",
                fix=f"let the chart hold what it means, or set `helm: {{skipSchemaValidation: true}}` in {where}",
                position=Position(file=name),
            )
