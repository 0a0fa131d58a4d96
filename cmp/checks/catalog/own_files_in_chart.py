"""own-files-in-chart: a template that reads files of its chart by a pattern gets Swell's files, too.

Where a chart lies in the application's folder, swell.yaml, its lock and the copies in .swell belong to the chart for
Helm. A template that prints what `.Files.Glob` or `.Files.AsConfig` gives prints them into a ConfigMap, say, whose pods
then restart with each change of the order.

List them in .helmignore, which is a line for each.
"""

import os
from collections.abc import Iterator

from cmp.chart.file_globs import FileRead, file_reads
from cmp.chart.helmignore import FILE, ignored, rules
from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Severity
from cmp.sources.files import files
from cmp.values.render_values import RenderValues

SEVERITY = Severity.WARNING
_OURS = ("swell.yaml", "swell.lock", "swell.lock.yaml", ".swell")
_LINES = "swell.yaml\nswell.lock*\n.swell/"
_FEW = 2


def check(facts: Facts) -> Iterator[Finding]:
    """Find the templates that read such a file."""
    values = facts.values
    there = sorted(os.listdir(values.chart)) if values and os.path.isdir(values.chart) else ()
    if values is None or not set(_OURS).intersection(there):
        return
    seen = list(_seen(values))
    for read in file_reads(values.chart) if seen else ():
        if found := [path for path in seen if read.fits(path)]:
            yield _finding(read, found, values)


def _seen(values: RenderValues) -> Iterator[str]:
    """Yield the files of Swell's that Helm takes for files of the chart."""
    left_out = rules(values.chart, shown=values.resolver.shown(values.chart))

    def without(path: str, is_folder: bool) -> bool:  # noqa: FBT001
        return path.partition("/")[0] not in _OURS or ignored(path, folder=is_folder, by=left_out)

    yield from files(values.chart, without=without)


def _finding(read: FileRead, found: list[str], values: RenderValues) -> Finding:
    more = f" and {len(found) - _FEW} more" if len(found) > _FEW else ""
    name = values.resolver.named(os.path.join(values.chart, read.template))[0]
    return Finding(
        check="own-files-in-chart",
        severity=SEVERITY,
        ref=None,
        message=f"{name}:{read.line}: {read.call} gives {', '.join(found[:_FEW])}{more}, which Swell reads",
        fix=f"add to {os.path.normpath(os.path.join(values.resolver.named(values.chart)[0], FILE))}:\n{_LINES}",
        position=Position(file=name, line=read.line, column=read.column),
    )
