"""The annotation argocd.argoproj.io/manifest-generate-paths: what a plugin is sent, and what makes Argo CD render.

Source: getApplicationRootPath in reposerver/repository/utils.go, and GetSourceRefreshPaths and AppFilesHaveChanged in
util/app/path/path.go of Argo CD 3.6.1. Only the last two know a space behind a `;`.
"""

import os
from itertools import takewhile

from cmp.text import shared

ANNOTATION = "argocd.argoproj.io/manifest-generate-paths"
_WILDCARDS = frozenset("*?[")
_Folders = list[str]


def sent(said: str, path: str) -> str:
    """Return the folder that Argo CD sends a plugin, below the repository's root ("" is all of it).

    That is with `reposerver.plugin.use.manifest.generate.paths`; else all of the repository is sent.

    Args:
        said: the annotation.
        path: the source's path, below the root.
    """
    common, apart = _folders(path), False
    for one in filter(None, said.split(";")):
        named = _resolved(one, path)
        length = shared(common, named)
        if length < min(len(common), len(named)):
            common, apart = common[:length], True
        elif not apart:  # from the first path that leads elsewhere on, one that only leads up is not heeded
            common = common[:length]
    return "/".join(common)


def asked(said: str, path: str) -> str:
    """Return the folder that holds all paths of the annotation, and the source's own."""
    common = _folders(path)
    for one in parts(said):
        common = common[: shared(common, _resolved(one, path))]
    return "/".join(common)


def parts(said: str) -> list[str]:
    """Return the paths of the annotation, as they are meant."""
    return [one for part in said.split(";") if (one := part.strip())]


def widest_first(said: str, path: str) -> str:
    """Return the annotation such that a plugin is sent all that it names."""
    own = _folders(path)
    return ";".join(sorted(parts(said), key=lambda one: shared(own, _resolved(one, path))))


def counts_own(said: str, path: str) -> bool:
    """Tell whether a change of a file in the source's own folder may make Argo CD render."""
    own = _folders(path)
    for one in parts(said):
        named = _resolved(one, path)
        plain = list(takewhile(_WILDCARDS.isdisjoint, named))
        if plain == own or plain == named == own[: len(named)]:
            return True
    return False


def _resolved(one: str, path: str) -> _Folders:
    """Return the folders of a path of the annotation: one without a leading / belongs to the source's."""
    return _folders(one if one.startswith("/") else f"{path}/{one}")


def _folders(path: str) -> _Folders:
    return [part for part in os.path.normpath(f"/{path}").split("/") if part]
