"""Reading the files of `manifests` in swell.yaml, whose documents join the chart's before rules, order and checks."""

from cmp.config.model import Config
from cmp.errors import SourceError
from cmp.request.model import AppRequest
from cmp.request.placeholders import fill
from cmp.sources.paths import PathResolver
from cmp.system.files import read


def documents(request: AppRequest, config: Config, resolver: PathResolver) -> str:
    """Return the stream of the files that `manifests` names, in its order, each with its path as Helm names a template.

    Raises:
        SourceError: a path or glob leads to no file, or out of the repository.
    """
    texts: list[str] = []
    for written in config.manifests:
        pattern = fill(written, request)
        paths = resolver.matching(pattern)
        if not paths:
            raise SourceError(
                f"manifests: {pattern} leads to no file",
                where=config.says[written],
                fix="correct it: a leading / is the repository's root, else it starts at the application's folder",
            )
        for path in paths:
            shown = resolver.shown(path)
            texts.append(f"---\n# Source: {shown}\n{read(path, shown=shown)}\n")
    return "".join(texts)
