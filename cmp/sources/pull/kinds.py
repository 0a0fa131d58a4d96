"""The kinds of sources."""

from cmp.errors import PullError
from cmp.sources.model import Source
from cmp.sources.pull.git import GIT
from cmp.sources.pull.helm import HELM
from cmp.sources.pull.kind import SourceKind
from cmp.sources.pull.oci import OCI
from cmp.sources.pull.url import URL

KINDS = (GIT, OCI, HELM, URL)
NAMES = tuple(kind.name for kind in KINDS)


def kind_of(source: Source) -> SourceKind:
    """Return the kind of a source.

    Raises:
        PullError: there is no such kind.
    """
    for kind in KINDS:
        if kind.name == source.kind:
            return kind
    raise PullError(f"no source is of kind {source.kind!r}", where=source.alias, fix=f"take {', '.join(NAMES)}")


def for_dependency(repository: str) -> SourceKind:
    """Return the kind by which a chart's dependency is pulled from its `repository`; Helm's own, if none knows it."""
    scheme = repository.partition("://")[0]
    return next((kind for kind in KINDS if kind.repository and scheme in (*kind.schemes, *kind.local)), HELM)
