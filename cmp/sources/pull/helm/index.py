"""A Helm repository's index, read once from end to end, of which only one chart's entry is ever held.

An index of tens of megabytes is common, and as a parsed object it takes gigabytes.
"""

from collections.abc import Iterator
from itertools import chain

from cmp.sources.pull.helm import index_json, index_yaml
from cmp.sources.pull.helm.entry import Entry
from cmp.sources.pull.http.client import Asking

_MOST_OF_A_CHART = 16 << 20


def entry(chunks: Iterator[bytes], chart: str, asking: Asking) -> Entry:
    """Return the entry of a chart, in either of the forms that servers write.

    Raises:
        PullError: it is no index, or says too much of a chart.
    """
    first = next((chunk for chunk in chunks if chunk.strip()), b"")
    read = index_json.entry if first.lstrip().startswith(b"{") else index_yaml.entry
    try:
        found = read(chain([first], chunks), chart, most=_MOST_OF_A_CHART)
        for _rest in chunks:  # what was cut off is told at the end alone
            pass
    except OverflowError:
        raise asking.fault("too large", f"{_MOST_OF_A_CHART >> 20} MiB about one chart in its index") from None
    if found is None:
        raise asking.fault("other", "its index.yaml is no index of charts, in YAML's block style or JSON")
    return found
