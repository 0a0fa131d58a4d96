"""a values file has a key twice in one mapping, and the first is lost.

Helm uses the last one, without a message: of two blocks `image:` the first is gone with all that lies in it. Two keys
are one where YAML reads them so, as `on` and `true`.

Join the two. If the file is a chart's, set the values in a layer of your own.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.dialect.keys import repeated
from cmp.model import Finding, Position, Severity
from cmp.values.odd_keys import odd_keys

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find such keys in the layers of values, and in the values.yaml of each chart."""
    for one in odd_keys(facts.values.stack, repeated) if facts.values else ():
        yield Finding(
            severity=SEVERITY,
            ref=None,
            message=f"{one.layer.at(one.line)}: {one.key.path} stands twice in its mapping: the first is lost",
            fix="set the values in a layer of your own" if one.chart else "join the two",
            position=Position(file=one.layer.name, line=one.line),
        )
