"""a template that reads files of its chart by a pattern gets Swell's files, too.

Where a chart lies in the application's folder, swell.yaml, its lock and the copies in .swell belong to the chart for
Helm. A template that prints what `.Files.Glob` or `.Files.AsConfig` gives prints them into a ConfigMap, say, whose pods
then restart with each change of the order.

List them in .helmignore, which is a line for each.
"""

from collections.abc import Iterator

from cmp.chart.file_globs import FileRead, file_reads
from cmp.chart.helmignore import FILE
from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Severity
from cmp.values.render_values import RenderValues

SEVERITY = Severity.WARNING
_OURS = ("swell.yaml", "swell.lock", "swell.lock.yaml", ".swell")
_LINES = "swell.yaml\nswell.lock*\n.swell/"
_FEW = 2


def check(facts: Facts) -> Iterator[Finding]:
    """Find the templates that read such a file."""
    values = facts.values
    if values is None:
        return
    seen = [path for path in values.chart.names if path.partition("/")[0] in _OURS]
    for read in file_reads(values.chart.templates) if seen else ():
        if found := [path for path in seen if read.fits(path)]:
            yield _finding(read, found, values)


def _finding(read: FileRead, found: list[str], values: RenderValues) -> Finding:
    more = f" and {len(found) - _FEW} more" if len(found) > _FEW else ""
    name = values.named(read.template)
    return Finding(
        severity=SEVERITY,
        ref=None,
        message=f"{name}:{read.line}: {read.call} gives {', '.join(found[:_FEW])}{more}, which Swell reads",
        fix=f"add to {values.named(FILE)}:\n{_LINES}",
        position=Position(file=name, line=read.line, column=read.column),
    )
