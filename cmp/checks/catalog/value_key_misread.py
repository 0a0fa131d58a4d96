"""a key in a values file is another one to Helm: `on` is `true`, `0x10` is `16`.

Helm reads YAML 1.1, in which `y`, `yes`, `on`, `n`, `no` and `off` without quotes mean true and false, and numbers have
more forms than decimal ones. A template that asks for `.Values.on` finds nothing, and no message tells.

Quote the key. If the file is a chart's, its templates may expect the other key: look there.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.dialect.keys import misread
from cmp.model import Finding, Position, Severity
from cmp.values.odd_keys import odd_keys

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find such keys in the layers of values, and in the values.yaml of each chart."""
    for one in odd_keys(facts.values.stack, misread) if facts.values else ():
        place = one.layer.at(one.line)
        yield Finding(
            severity=SEVERITY,
            ref=None,
            message=f"{place}: the key {one.key.path} is {one.key.read_as} to Helm, which reads YAML 1.1",
            fix="look which key the chart's templates ask for"
            if one.chart
            else "quote the key, or write what it means",
            position=Position(file=one.layer.name, line=one.line),
        )
