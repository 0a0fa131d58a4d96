"""What an AppProject allows: addresses of sources, and destinations.

Source: IsSourcePermitted and isDestinationMatched in app_project_types.go (pkg/apis/application/v1alpha1) of Argo CD
3.6.1.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cmp.applicationset.patterns import Fits, of_names

_HERE = {"server": "https://kubernetes.default.svc", "name": "in-cluster"}
_SCP = re.compile(r"(?:ssh://)?([^/@:]+@[^/:]+):(.*)", re.DOTALL)


def allows_source(globs: Sequence[str], address: str) -> bool:
    """Tell whether the globs of `sourceRepos` allow an address: one has to fit it, and none deny it."""
    fits = [_fits(_normal(glob), _normal(address), star="[\\s\\S]" if "**" in glob else "[^/]") for glob in globs]
    return any(fits) and all(fit for fit, glob in zip(fits, globs, strict=True) if glob.startswith("!"))


def allows_destination(entries: Sequence[Any], where: Mapping[str, Any]) -> bool:
    """Tell whether the entries of `destinations` allow a destination; where only the cluster could tell, they do."""
    cluster = {key: str(where.get(key) or "") for key in _HERE}
    if any(cluster[key] == _HERE[key] for key in _HERE):
        cluster = _HERE
    allowed = False
    for entry in (one for one in entries if isinstance(one, dict)):
        said = {key: str(entry.get(key) or "") for key in ("server", "name", "namespace")}
        matched = {key: _matched(said[key], cluster[key]) for key in _HERE}
        within = _fits(said["namespace"], str(where.get("namespace") or ""))
        if any(matched.values()) and within:
            allowed = True
        elif (within and any(_denies(said[key]) and not matched[key] for key in _HERE)) or (
            not within and _denies(said["namespace"]) and matched["server"]
        ):
            return False
    return allowed


def _matched(glob: str, own: str) -> bool:
    """Tell whether a glob fits a name or an address; one that is not known here may well fit."""
    return _fits(glob, own) if own else bool(glob)


def _denies(glob: str) -> bool:
    return glob.startswith("!")


def _fits(glob: str, word: str, star: str = "[\\s\\S]") -> bool:
    if _denies(glob):
        return not _read(glob[1:], star)(word)
    return glob == "*" or _read(glob, star)(word)


@lru_cache(maxsize=1 << 14)
def _read(glob: str, star: str) -> Fits:
    return of_names(glob, star=star)


@lru_cache(maxsize=1 << 14)
def _normal(address: str) -> str:
    """Return an address, or a glob of one, as NormalizeGitURL in util/git/git.go does."""
    denial, bare = address[:1] * _denies(address), address.lstrip("!").strip().lower()
    found = _SCP.fullmatch(bare)
    bare = "/".join(found.groups()) if found and "://" not in bare.removeprefix("ssh://") else bare
    return denial + bare.removesuffix(".git").removeprefix("ssh://")
