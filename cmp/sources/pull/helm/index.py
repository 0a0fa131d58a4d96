"""Reading the entry of one chart from a Helm repository's index, without keeping the other charts in memory.

An index of tens of megabytes is common, and parsed as a whole it takes gigabytes of memory. An index that Helm can't
read is refused, and so is not taken for one that lacks a version (loadIndex in pkg/repo/v1/index.go of Helm 4.2).
"""

from collections.abc import Iterator
from itertools import chain

from cmp.sources.pull.helm import index_json, index_yaml
from cmp.sources.pull.helm.entry import Entry, UnreadableError
from cmp.sources.pull.http.asking import Asking

_MOST_OF_A_CHART = 16 << 20


def entry(chunks: Iterator[bytes], chart: str, asking: Asking) -> Entry:
    """Return the entry of a chart, from an index in JSON or in YAML.

    Raises:
        PullError: it is no index, one that Helm can't read, or an entry is too long.
    """
    first = next((chunk for chunk in chunks if chunk.strip()), b"")
    read = index_json.entry if first.lstrip().startswith(b"{") else index_yaml.entry
    found: Entry | UnreadableError
    try:
        found = read(chain([first], chunks), chart, most=_MOST_OF_A_CHART)
    except OverflowError:
        raise asking.fault("too large", f"{_MOST_OF_A_CHART >> 20} MiB about one chart in its index") from None
    except UnreadableError as problem:
        found = problem
    for _rest in chunks:  # an incomplete response is an error only at its end
        pass
    if isinstance(found, UnreadableError):
        raise asking.fault("index", str(found))
    return found
