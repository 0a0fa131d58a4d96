"""Charts of Helm repositories as sources."""

import re

from cmp.errors import PullError
from cmp.sources.pull.kind import SourceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.sources.model import Source
    from cmp.sources.pull.kind import Puller
    from cmp.sources.pull.location import Location

_CHART = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def _puller() -> "Puller":
    from cmp.sources.pull.helm import repository

    return repository


def _refuse(source: "Source", _: "Location") -> None:
    if not _CHART.fullmatch(source.name):
        raise PullError(
            "a Helm repository needs the chart's `name`",
            where=source.alias,
            here=source.name,
            fix="add `chart: NAME` to the source",
        )


HELM = SourceKind(
    spec={
        "helm": "A Helm repository's https:// address.",
        "chart": "Of `helm`: the name of the chart.",
        "version": "Of `helm`: a version, or a range of versions.",
    },
    wanted="an https:// address",
    address=r"https?://[^/]+.*",
    schemes=("https",),
    local=("http",),
    example="https://charts.example.com",
    exact=r"v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?",
    pins={"version": r"[0-9A-Za-z][0-9A-Za-z.+_-]*", "digest": "(?:sha256:[0-9a-f]{64})?"},
    puller=_puller,
    refuse=_refuse,
    blanks=True,
    repository="{repository}",
)
