"""Documents of the user's own that join the chart's before order, rules and checks."""

from cmp.config.model import Config
from cmp.errors import SourceError
from cmp.manifests.split import split
from cmp.model import Manifest
from cmp.request import AppRequest
from cmp.sources.places import Places, read
from cmp.values.placeholders import fill


def extra(request: AppRequest, config: Config, places: Places) -> tuple[Manifest, ...]:
    """Read the files that `manifests` names, in its order, each with its path as origin.

    Raises:
        SourceError: a path or glob leads to no file, or out of the repository.
        ManifestError: a document in one can't be read.
    """
    found: list[Manifest] = []
    for written in config.manifests:
        pattern = fill(written, request)
        paths = places.matching(pattern)
        if not paths:
            raise SourceError(f"manifests: {pattern} leads to no file", where=config.where[0] if config.where else "")
        for path in paths:
            shown = places.shown(path)
            found += split(f"# Source: {shown}\n{read(path, shown=shown)}", namespace=request.namespace)
    return tuple(found)
