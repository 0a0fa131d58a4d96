"""The configuration that holds for a file of a repository, and not for an application: for what all of them show."""

import os
from collections.abc import Callable

from cmp.config.find import locate
from cmp.config.model import Config
from cmp.render.inputs import configuration
from cmp.request.model import AppRequest


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
