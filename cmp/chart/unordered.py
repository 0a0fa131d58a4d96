"""What Helm itself puts in another order each time, or takes another one of: what Go keeps in a map.

Source: Helm 3.17.2 and 4.3.1, by `findings/` and by experiment.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from cmp import dialect
from cmp.chart.chart import TEMPLATES, VALUES, Chart

_CRDS = "crds/"
_BY_NAME = re.compile(r"\.As(?:Config|Secrets)\b")
_ADDRESS = re.compile(r"%[-+# 0]*p")
# A key that is a number, a truth or nothing to YAML; another one may be its text.
_ODD_KEY = re.compile(
    r"(?<![^\s{\[,?])(?:[-+.]?\d[^\s:,]*|\.\w+|~|y|n|yes|no|on|off|true|false)\s{0,9}:(?=\s|\Z)", re.IGNORECASE
)


def is_unordered(chart: Chart, texts: Iterable[str], insides: Sequence[str]) -> bool:
    """Tell whether a chart asks for something that comes in any order.

    Args:
        chart: the chart, with all its files and the charts below it.
        texts: what its values are made of beside its own files.
        insides: the insides of the actions of its templates.
    """
    return (
        any(map(_ADDRESS.search, insides))
        or any(map(_has_twins, chart.everything()))
        or any(map(_has_loose_definitions, chart.everything()))
        or (any(map(_BY_NAME.search, insides)) and any(map(_has_equal_names, chart.everything())))
        or any(map(_has_equal_keys, (*texts, *_own_values(chart))))
    )


def _has_twins(chart: Chart) -> bool:
    """Tell whether two charts in its charts/ have one name: Helm takes another one each time."""
    return len({one.name for one in chart.installed}) < len(chart.installed)


def _has_loose_definitions(chart: Chart) -> bool:
    """Tell whether charts in charts/ have CRDs of which several are not listed: those come in any order."""
    listed = {one.name for one in chart.wanted}
    loose = [one for one in chart.charts if (named := one.as_installed) and named.name not in listed]
    return sum(any(map(_has_definitions, one.everything())) for one in loose) > 1


def _has_definitions(chart: Chart) -> bool:
    return any(name.startswith(_CRDS) for name in chart.files)


def _has_equal_names(chart: Chart) -> bool:
    """Tell whether two files that templates may read are called alike in two folders."""
    names = Counter(os.path.basename(name) for name in chart.files if not name.startswith(TEMPLATES))
    return any(number > 1 for number in names.values())


def _own_values(chart: Chart) -> Iterable[str]:
    return (one.files[VALUES].decode(errors="replace") for one in chart.everything() if VALUES in one.files)


def _has_equal_keys(text: str) -> bool:
    """Tell whether two keys of one mapping may be equal as texts, such as 1 and "1", of which Go takes either."""
    if not _ODD_KEY.search(text):
        return False
    try:
        dialect.load(text)
    except dialect.YamlError:
        return True
    return False
