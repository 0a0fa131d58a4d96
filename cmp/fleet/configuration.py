"""The configuration that holds for a file of a repository, and not for an application: for what all of them show."""

import os
from collections.abc import Callable, Sequence

from cmp.config.find import counting, locate
from cmp.config.model import Config
from cmp.render.inputs import configuration
from cmp.request.model import AppRequest
from cmp.system.files import is_folder


def configurations(policy: str) -> Callable[[str, str], Config]:
    """Return what gives the configuration for a file and an AppProject, each folder's read once.

    It is that of the nearest swell.yaml in the file's folder or above it, over the policy, "" for none.

    Raises:
        ConfigError: a swell.yaml, or the policy, can't be read.
    """
    known: dict[tuple[str, str], Config] = {}

    def of(file: str, project: str) -> Config:
        folder = os.path.realpath(os.path.dirname(file))
        if (folder, project) not in known:
            request = AppRequest(folder=folder, policy=policy, project=project)
            known[folder, project] = configuration(request, locate(request))
        return known[folder, project]

    return of


def wholly_in(paths: Sequence[str]) -> Callable[[str], bool]:
    """Return what tells whether all files for which the swell.yaml of a file counts lie in one of these folders."""
    tops = [os.path.realpath(path) for path in paths if is_folder(path)]

    def whole(file: str) -> bool:
        folder = os.path.realpath(os.path.dirname(file))
        found = counting(folder, locate(AppRequest(folder=folder)).root)
        return bool(found) and any(f"{os.path.dirname(found)}/".startswith(f"{top}/") for top in tops)

    return whole
