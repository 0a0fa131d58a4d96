"""Helm 4.0 to 4.2 lose the last line of a chart's values.yaml.

They do so where no newline ends the line and its length is 4096 bytes or a multiple of that, as it may be with JSON.
The values in that line are lost, without a message. Swell passes Helm a corrected copy of each values file, but changes
nothing in a chart, nor in those in its charts/. With `helm: {version}` for a Helm that keeps the line there is no
finding.

End the file with a newline. If you can't change the chart, use Helm 4.3 or newer, or set the values in a layer of your
own.
"""

from collections.abc import Iterator

from cmp.chart.chart import VALUES
from cmp.checks.facts import Facts
from cmp.helm.last_line import BUFFER, kept, may_lose
from cmp.helm.versions import numbers
from cmp.model import Finding, Position, Severity
from cmp.values.layer import Layer

SEVERITY = Severity.WARNING
_NEWLINE = b"\n"


def check(facts: Facts) -> Iterator[Finding]:
    """Find values files that lose their last line, in the chart and in the charts below it."""
    values = facts.values
    if values is None or not may_lose(numbers(facts.config.helm)):
        return
    for chart in values.chart.everything():
        content = chart.files.get(VALUES, b"")
        if kept(content) != content:
            file = Layer(name=chart.named(VALUES), revision=chart.revision)
            number = content.count(_NEWLINE) + 1
            line = file.at(number)
            yield Finding(
                severity=SEVERITY,
                ref=None,
                message=f"{line}: Helm 4.0 to 4.2 lose this line, of {BUFFER} bytes or a multiple, without a newline",
                fix="end the file with a newline, or take Helm 4.3 or newer",
                position=Position(file=file.name, line=number, column=1),
            )
