"""Environments: the file that belongs to one, and which of them an application has.

A misspelt environment must not deploy the defaults, so exactly one file must fit.
"""

import os

from cmp.errors import ConfigError, SourceError
from cmp.sources.path_globs import Looks, above, matching
from cmp.system.files import entries, is_file, is_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Never

    from cmp.request.model import AppRequest
    from cmp.sources.paths import PathResolver

_FILE = 50  # looks: to find whether one file is there takes as long as so many
USUAL = ("{environment}-values.yaml", "values-{environment}.yaml", "values/{environment}.yaml")
"""Where an environment's values are looked for when no path mentions it."""


def file_of(environment: str, resolver: "PathResolver") -> str:
    """Return the one file of an environment among the usual ones.

    Raises:
        SourceError: there is none, or there are several.
    """
    candidates = [pattern.replace("{environment}", environment) for pattern in USUAL]
    paths = [path for candidate in candidates if is_file(path := resolver.resolve(candidate))]
    if len(paths) > 1:
        shown = ", ".join(map(resolver.shown, paths))
        raise SourceError(
            f"the environment {environment} has several values files: {shown}", fix="name one in valueFiles"
        )
    if not paths:
        refuse(environment, usual(resolver), asked=" or ".join(candidates))
    return paths[0]


def refuse(environment: str, existing: "Sequence[str]", *, asked: str) -> "Never":
    """Raise that an environment has no values file, and name those that have one."""
    message = f"no values file for the environment {environment}: {asked} does not exist"
    unknown(environment, existing, message=message, fix="add the file, or correct the parameter environment")


def unknown(environment: str, existing: "Sequence[str]", *, message: str, fix: str) -> "Never":
    """Raise that there is no such environment, and name those that there are, and the nearest of them or else a fix."""
    from cmp.text import nearest

    close = nearest(environment, existing)
    here = f"there are {', '.join(existing)}" if existing else ""
    raise SourceError(message, here=here, fix=f"did you mean {close}?" if close else fix)


def demand(written: str, existing: "Sequence[str]") -> "Never":
    """Raise that an environment has to be named, and name those that there are."""
    raise SourceError(
        f"no environment is set, and {written} needs one",
        here=f"there are {', '.join(existing)}" if existing else "",
        fix="give the parameter environment, or -e on the command line",
    )


def usual(resolver: "PathResolver") -> list[str]:
    """Return the environments that have a file where one is looked for when no path mentions it."""
    return _in_folder(USUAL, resolver, Looks())


def existing(paths: "Iterable[str]", request: "AppRequest", resolver: "PathResolver") -> list[str]:
    """Return the names of all environments that there are files for, by the paths as they are written."""
    asking = [path for path in paths if "{environment}" in path]
    if not asking:
        return usual(resolver)
    looks = Looks()
    return sorted({name for path in asking for name in named_by(path, request, resolver, looks=looks)})


def named_by(written: str, request: "AppRequest", resolver: "PathResolver", *, looks: Looks | None = None) -> list[str]:
    """Return the environments for which a path leads to a file; none where another placeholder is not set.

    `looks` are what paths that belong together have for all of them. Raises SourceError where they are used up.
    """
    from cmp.config.placeholders import fill

    try:
        pattern = fill(written, request, but="environment")
    except ConfigError:
        return []
    return _in_folder([pattern], resolver, looks or Looks())


def _in_folder(patterns: "Iterable[str]", resolver: "PathResolver", looks: Looks) -> list[str]:
    names = set()
    for pattern in patterns:
        before, _, after = pattern.partition("{environment}")
        start, end = os.path.basename(before), after.partition("/")[0]
        folder = above(pattern.replace("{environment}", "*"), resolver)  # what is copied is known by such globs
        for entry in (one.name for one in entries(folder)) if is_folder(folder) else ():
            name = entry[len(start) : len(entry) - len(end)]
            looks.take(1, pattern)
            if name and entry == start + name + end:
                looks.take(_FILE, pattern)
                named = pattern.replace("{environment}", name)
                if matching(named, resolver, looks=looks):
                    names.add(name)
    return sorted(names)
