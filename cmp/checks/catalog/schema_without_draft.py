"""a chart's values.schema.json does not name its draft, so that Helm 4 reads it as another one.

Without `$schema`, Helm 3 takes a schema for draft 7 or older, and Helm 4 for draft 2020-12. There `format` is not
checked, and a list under `items` is refused, whatever the values are. With `helm: {version}` for Helm 3 there is no
finding.

Name the draft that was meant: `"$schema": "http://json-schema.org/draft-07/schema#"`.
"""

from collections.abc import Iterator
from typing import Any

from cmp.chart.schema_references import schemas
from cmp.checks.facts import Facts
from cmp.helm.versions import numbers
from cmp.model import Finding, Position, Severity

SEVERITY = Severity.WARNING
_KINDS = {"format": str, "items": list, "dependencies": dict}
_NAMED = ("properties", "patternProperties", "$defs", "definitions")
_OTHERS = {
    "format": "does not check `format`",
    "items": "refuses a list under `items`",
    "dependencies": "passes over `dependencies`",
}


def check(facts: Facts) -> Iterator[Finding]:
    """Find schemas without a draft, in the chart and in the charts below it."""
    values, config = facts.values, facts.config
    if values is None or config.skip_schema_validation or numbers(config.helm)[:1] not in ((), (4,)):
        return
    for path, schema in schemas(values.chart):
        if isinstance(schema, dict) and "$schema" not in schema:
            name = values.named(path)
            differs = [text for word, text in _OTHERS.items() if _says(schema, word)]
            told = "".join(f", {text}" for text in differs)
            yield Finding(
                severity=SEVERITY if differs else Severity.INFO,
                ref=None,
                message=f"{name}: without $schema Helm 4 takes it for draft 2020-12{told}",
                fix='name the draft that is meant: "$schema": "http://json-schema.org/draft-07/schema#"',
                position=Position(file=name),
            )


def _says(schema: Any, word: str) -> bool:
    """Tell whether a schema has a keyword; the names of properties are none."""
    if isinstance(schema, list):
        return any(_says(one, word) for one in schema)
    if not isinstance(schema, dict):
        return False
    if isinstance(schema.get(word), _KINDS[word]):
        return True
    return any(
        _says(list(below.values()) if key in _NAMED and isinstance(below, dict) else below, word)
        for key, below in schema.items()
    )
