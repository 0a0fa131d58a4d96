"""a chart's values.yaml has a second document, which is lost or not, as the Helm is.

Helm 3 takes the first document alone. Helm 4 merges all that a line with `---` parts; what follows `...`, or a first
document in braces, it passes over as well. Swell refuses such a file of your own, but changes nothing in a chart, nor
in those in its charts/.

Make one document of them. If you can't change the chart, name the Helm that its author meant (`helm: {version}`), or
set the values in a layer of your own.
"""

from collections.abc import Iterator

from cmp.chart.chart import VALUES
from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Severity
from cmp.values.documents import second
from cmp.values.layer import Layer

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find values files of several documents, in the chart and in the charts below it."""
    values = facts.values
    if values is None:
        return
    for chart in values.chart.everything():
        content = chart.files.get(VALUES, b"")
        if there := second(content.decode("utf-8-sig", errors="replace")):
            file = Layer(name=chart.named(VALUES), revision=chart.revision)
            yield Finding(
                severity=SEVERITY,
                ref=None,
                message=f"{file.at(there.line)}: a second document begins here: {there.meaning}",
                fix="make one document of them, or set the values in a layer of your own",
                position=Position(file=file.name, line=there.line, column=1),
            )
