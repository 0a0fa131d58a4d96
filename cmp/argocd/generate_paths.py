"""The annotation argocd.argoproj.io/manifest-generate-paths: what a plugin is sent, and what makes Argo CD render.

Source: getApplicationRootPath in reposerver/repository/utils.go, and GetSourceRefreshPaths and AppFilesHaveChanged in
util/app/path/path.go of Argo CD 3.6.1. Only the last two know a space behind a `;`.
"""

import os
from itertools import takewhile
from typing import NamedTuple

ANNOTATION = "argocd.argoproj.io/manifest-generate-paths"
_WILDCARDS = frozenset("*?[")
_Folders = list[str]


class _Named(NamedTuple):
    """A path of the annotation: how many of the source's own folders it begins with, and what it has behind them."""

    kept: int
    below: _Folders

    @property
    def length(self) -> int:
        return self.kept + len(self.below)

    def shared(self, own: _Folders, most: int) -> int:
        """Return how many folders it shares with the first ones of the source's, so many at most."""
        at = min(self.kept, most)
        while at < min(most, self.length) and own[at] == self.below[at - self.kept]:
            at += 1
        return at


def sent(said: str, path: str) -> str:
    """Return the folder that Argo CD sends a plugin, below the repository's root ("" is all of it).

    That is with `reposerver.plugin.use.manifest.generate.paths`; else all of the repository is sent.

    Args:
        said: the annotation.
        path: the source's path, below the root.
    """
    own = _folders(path)
    common, apart = len(own), False
    for one in filter(None, said.split(";")):
        named = _resolved(one, own)
        length = named.shared(own, common)
        if length < min(common, named.length):
            common, apart = length, True
        elif not apart:  # from the first path that leads elsewhere on, one that only leads up is not heeded
            common = length
    return "/".join(own[:common])


def asked(said: str, path: str) -> str:
    """Return the folder that holds all paths of the annotation, and the source's own."""
    own = _folders(path)
    common = len(own)
    for one in parts(said):
        common = _resolved(one, own).shared(own, common)
    return "/".join(own[:common])


def parts(said: str) -> list[str]:
    """Return the paths of the annotation, as they are meant."""
    return [one for part in said.split(";") if (one := part.strip())]


def widest_first(said: str, path: str) -> str:
    """Return the annotation such that a plugin is sent all that it names."""
    own = _folders(path)
    return ";".join(sorted(parts(said), key=lambda one: _resolved(one, own).shared(own, len(own))))


def counts_own(said: str, path: str) -> bool:
    """Tell whether a change of a file in the source's own folder may make Argo CD render."""
    own = _folders(path)
    literal = sum(1 for _ in takewhile(_WILDCARDS.isdisjoint, own))
    for one in parts(said):
        named = _resolved(one, own)
        plain = list(takewhile(_WILDCARDS.isdisjoint, named.below))
        ends = named.kept + len(plain)
        whole = ends == len(own) or plain == named.below
        if named.kept <= literal and whole and own[named.kept : ends] == plain:
            return True
    return False


def _resolved(one: str, own: _Folders) -> _Named:
    """Return the folders of a path of the annotation: one without a leading / belongs to the source's."""
    kept, below = 0 if one.startswith("/") else len(own), list[str]()
    for part in one.split("/"):
        if part != "..":
            below += [part] if part not in ("", ".") else []
        elif below:
            below.pop()
        else:
            kept = max(kept - 1, 0)
    return _Named(kept, below)


def _folders(path: str) -> _Folders:
    return [part for part in os.path.normpath(f"/{path}").split("/") if part]
