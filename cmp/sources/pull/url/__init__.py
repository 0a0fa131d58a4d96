"""Archives at an https:// address as sources; the digest that belongs to one pins it."""

import re

from cmp.errors import PullError
from cmp.sources.pull.kind import SourceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.sources.model import Source
    from cmp.sources.pull.kind import Puller
    from cmp.sources.pull.location import Location

_DIGEST = "sha256:[0-9a-f]{64}"
_EXAMPLE = "https://files.example.com/web-1.2.3.tgz"


def _puller() -> "Puller":
    from cmp.sources.pull.url import archive

    return archive


def _refuse(source: "Source", location: "Location") -> None:
    from cmp.sources.pull.location import refused

    if not location.path:
        raise refused(source, "names no archive", example=_EXAMPLE)
    if not re.fullmatch(_DIGEST, source.asked):
        raise PullError(
            "an archive at an address needs the digest of what it has to bring",
            where=source.alias,
            fix="add `digest: sha256:...`: curl -L ADDRESS | sha256sum",
        )


URL = SourceKind(
    spec={
        "url": "The https:// address of a tar archive, packed with gzip or not; its files lie as they were packed.",
        "digest": "Of `url`: the sha256:... of the archive, which pins it without a lock.",
    },
    wanted="an https:// address",
    address=r"https?://[^/]+/.+",
    schemes=("https",),
    local=("http",),
    example=_EXAMPLE,
    exact=_DIGEST,
    pins={"digest": _DIGEST},
    puller=_puller,
    refuse=_refuse,
)
