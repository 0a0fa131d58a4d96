"""OCI artifacts as sources, charts among them."""

import re

from cmp.sources.pull.kind import SourceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.sources.model import Source
    from cmp.sources.pull.kind import Puller
    from cmp.sources.pull.location import Location

_DIGEST = "sha256:[0-9a-f]{64}"
_REPOSITORY = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*")
_EXAMPLE = "oci://registry.example.com/charts/web"


def _puller() -> "Puller":
    from cmp.sources.pull.oci import artifact

    return artifact


def _refuse(source: "Source", location: "Location") -> None:
    from cmp.sources.pull.location import refused

    if not _REPOSITORY.fullmatch(location.path):
        raise refused(source, "names no repository of a registry", example=_EXAMPLE)


OCI = SourceKind(
    spec={
        "oci": "oci://..., a chart or an artifact of a registry.",
        "revision": "Of `oci`: a tag, a digest, or a range of versions.",
    },
    wanted="an oci:// address",
    address=r"oci://[^/]+/.+",
    schemes=("oci",),
    example=_EXAMPLE,
    exact=_DIGEST,
    pins={"digest": _DIGEST, "version": r"(?:[0-9A-Za-z][0-9A-Za-z.+_-]*)?"},
    puller=_puller,
    refuse=_refuse,
    unasked="named by its digest, so no registry is asked",
    repository="{repository}/{name}",
)
