"""The values that a chart's templates see, as Helm says: it renders a copy of the chart with templates that print them.

The copy has the same dependencies, conditions, tags and imports, and its values in one template a chart instead of its
own. Each prints the values in base64, since Helm reads as YAML what a template prints.
"""

import base64
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from cmp.chart.chart import CHART, Chart
from cmp.errors import SourceError
from cmp.helm.call import HelmCall
from cmp.value import Value

Render = Callable[[HelmCall], AbstractContextManager[Iterable[str]]]
Files = Callable[[Chart], Mapping[str, bytes]]
_TEMPLATE = b"path: {{ .Template.BasePath | b64enc }}\nvalues: {{ toJson .Values | b64enc }}\n"
_PRINTED = re.compile(r"^path: (\S+)\nvalues: (\S+)$", re.MULTILINE)


class Seen(Value):
    """What templates see: `values` those of the top chart; in them lies what a chart below it sees.

    `charts` are the paths at which Helm names the templates of all charts that are on and print (`switched_on`).
    """

    values: dict[str, Any]
    charts: frozenset[tuple[str, ...]]


def as_written(chart: Chart) -> Mapping[str, bytes]:
    """Return a chart's files as they are."""
    return chart.deciding


def seen_values(call: HelmCall, chart: Chart, *, render: Render, files: Files = as_written) -> Seen:
    """Return the values that templates see.

    Args:
        call: the call of Helm for the chart itself.
        chart: its files.
        render: calls Helm.
        files: returns the files of each chart's copy.

    Raises:
        SourceError: there is no room for the copy.
        HelmError: Helm fails.
    """
    with tempfile.TemporaryDirectory(prefix="swell-") as top:
        copy = os.path.join(top, "chart")
        try:
            _write(chart, copy, files)
        except OSError as problem:
            raise SourceError(
                f"can't write a copy of the chart to {top}: {problem.strerror}",
                fix="give the volume of temporary files more room, or let TMPDIR name another folder",
            ) from None
        with render(call.replace(chart=copy, root=copy, skip_crds=True)) as output:
            printed = _PRINTED.findall("".join(output))
    found = {tuple(_decoded(path).split("/")[2:-1:2]): json.loads(_decoded(values)) for path, values in printed}
    return Seen(values=found.get((), {}), charts=frozenset(found))


def _write(chart: Chart, folder: str, files: Files) -> None:
    """Write a chart, with those below it in folders, packed or not."""
    for name, content in {**files(chart), "templates/values.yaml": _TEMPLATE}.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content)
    for number, below in enumerate(chart.charts):
        if CHART in below.files:
            _write(below, os.path.join(folder, "charts", f"{number}-{os.path.basename(below.path)}"), files)


def _decoded(text: str) -> str:
    return base64.b64decode(text).decode()
