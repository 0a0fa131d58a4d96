"""`swell release`: prints the groups in which a pipeline should sync Applications."""

import os
from collections.abc import Sequence

from cmp.errors import ConfigError
from cmp.fleet.find import applications
from cmp.fleet.release import Group, release_groups
from cmp.render.pipeline import survey
from cmp.render.run import LazySession, helm_runtime
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.system.files import is_folder


def groups(paths: Sequence[str]) -> tuple[Group, ...]:
    """Return the groups of Applications in files and folders, as `release` in the nearest swell.yaml upwards says.

    Raises:
        SourceError: a path does not exist.
        ConfigError: no swell.yaml says how to group, or an Application has no group.
    """
    first = os.path.abspath(paths[0])
    request = AppRequest(folder=first if is_folder(first) else os.path.dirname(first))
    with LazySession(helm_runtime(Settings.read(os.environ))) as session:
        _, config = survey(request, session=session)
    if config.release is None:
        raise ConfigError(
            "no swell.yaml upwards says how Applications are released",
            where=paths[0],
            fix="add `release: {label: release-group, groups: [api, service, jobs]}` to one",
        )
    documents = [document for path in paths for _, document in applications(path)]
    return release_groups(documents, label=config.release.label, groups=config.release.groups)
