"""A chart as the Helm that renders reads it: some Helms lose the last line of a chart's own values.yaml.

Swell passes each Helm a corrected copy of the user's files, and changes nothing in a chart: what templates see lacks
that line, and so do the lists and origins that Swell tells of.
"""

from cmp.chart.chart import CHART, VALUES, Chart
from cmp.helm.call import HelmCall
from cmp.helm.last_line import BUFFER, kept
from cmp.helm.seen_values import Render, seen_values

_KEY = b"key"
_PROBE = Chart(
    path="",
    shown="",
    files={
        CHART: b"apiVersion: v2\nname: probe\nversion: 1.0.0\n",
        VALUES: _KEY + b": ".ljust(BUFFER - len(_KEY), b"x"),
    },
)
"""A chart whose only value is lost by the Helms that lose such lines."""


def as_read(chart: Chart, call: HelmCall, *, render: Render) -> Chart:
    """Return a chart, with those below it, without the lines that Helm loses.

    Only where a file has such a line, Helm is called once more, to find out whether it loses lines: its version may be
    unknown, as that of a Helm on PATH.

    Raises:
        HelmError: Helm fails.
    """
    cut = without_lost_lines(chart)
    if cut == chart:
        return chart
    asked = call.replace(layers=(), assignments=(), set_files=())
    return chart if seen_values(asked, _PROBE, render=render) else cut


def without_lost_lines(chart: Chart) -> Chart:
    """Return a chart as the Helms read it that lose lines, with those below it."""
    files = {name: kept(content) if name == VALUES else content for name, content in chart.files.items()}
    return chart.replace(files=files, charts=tuple(map(without_lost_lines, chart.charts)))
