"""The values that a chart's templates see, as Helm says: it renders a copy of the chart whose template prints them.

The copy has the same charts, dependencies, conditions, tags and imports, and one template of the top chart in place of
all others: in that chart's values lie those of the charts below. It prints them in base64, since Helm reads as YAML
what a template prints.
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
from cmp.dialect import DEEPEST
from cmp.errors import SourceError
from cmp.helm.call import HelmCall
from cmp.system.written import copying

Render = Callable[[HelmCall], AbstractContextManager[Iterable[str]]]
Files = Callable[[Chart], Mapping[str, bytes]]
_TEMPLATE = b"values: {{ toJson .Values | b64enc }}\n"
_PRINTED = re.compile(r"^values: (\S+)$", re.MULTILINE)


def as_written(chart: Chart) -> Mapping[str, bytes]:
    """Return a chart's files as they are."""
    return chart.deciding


def seen_values(call: HelmCall, chart: Chart, *, render: Render, files: Files = as_written) -> dict[str, Any]:
    """Return the values that templates of the top chart see; in them lies what a chart below it sees.

    Args:
        call: the call of Helm for the chart itself.
        chart: its files.
        render: calls Helm.
        files: returns the files of each chart's copy.

    Raises:
        SourceError: there is no room for the copy, or the values are nested too deep.
        HelmError: Helm fails.
    """
    with tempfile.TemporaryDirectory(prefix="swell-") as top:
        copy = os.path.join(top, "chart")
        with copying("the chart"):
            _write(chart, copy, files)
            _save(os.path.join(copy, "templates/values.yaml"), _TEMPLATE)
        with render(call.replace(chart=copy, root=copy, skip_crds=True)) as output:
            printed = _PRINTED.search("".join(output))
    try:
        found: dict[str, Any] = json.loads(base64.b64decode(printed[1])) if printed else {}
    except RecursionError:
        raise _too_deep() from None
    if _levels(found) > DEEPEST:
        raise _too_deep()
    return found


def _levels(value: Any) -> int:
    """Return how deep a value is nested."""
    levels, level = 0, [value]
    while level := [one for one in level if isinstance(one, dict | list)]:
        levels += 1
        level = [below for one in level for below in (one.values() if isinstance(one, dict) else one)]
    return levels


def _too_deep() -> SourceError:
    return SourceError(
        f"the values that templates see are nested over {DEEPEST} levels deep", fix="write them with fewer levels"
    )


def _write(chart: Chart, folder: str, files: Files) -> None:
    """Write a chart, with those below it in folders, packed or not."""
    for name, content in files(chart).items():
        _save(os.path.join(folder, name), content)
    for number, below in enumerate(chart.charts):
        if CHART in below.files:
            _write(below, os.path.join(folder, "charts", f"{number}-{os.path.basename(below.path)}"), files)


def _save(path: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
