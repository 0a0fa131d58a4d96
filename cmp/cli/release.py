"""`swell release`: prints the groups in which a pipeline should sync Applications."""

import os
from collections.abc import Sequence

from cmp.cli.options import reading
from cmp.cli.output import note
from cmp.errors import ConfigError
from cmp.fleet.find import applications
from cmp.fleet.release import Group, has_label, release_groups
from cmp.render.inputs import survey
from cmp.render.run import LazySession, helm_runtime
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.system.files import is_folder


def groups(paths: Sequence[str]) -> tuple[Group, ...]:
    """Return the groups of Applications in files and folders, as `release` in the nearest swell.yaml upwards says.

    Of a folder, Applications without the label are passed over, and their number is told on stderr.

    Raises:
        SourceError: a path does not exist.
        ConfigError: no swell.yaml says how to group, no Application has a group, or one that is named has none.
    """
    first = os.path.abspath(paths[0])
    request = AppRequest(folder=first if is_folder(first) else os.path.dirname(first))
    with reading(), LazySession(helm_runtime(Settings.read(os.environ))) as session:
        config = survey(request, session=session).config
        if config.release is None:
            raise ConfigError(
                "no swell.yaml upwards says how Applications are released",
                where=paths[0],
                fix="add `release: {label: release-group, groups: [api, service, jobs]}` to one",
            )
        label, groups = config.release.label, config.release.groups
        named = [(path, document) for path in paths for _, document in applications(path)]
        documents = [document for path, document in named if not is_folder(path) or has_label(document, label)]
        if passed := len(named) - len(documents):
            note(f"swell: note: {_without(passed)} the label {label}, and {_are(passed)} in no group")
        if passed and not documents:
            raise ConfigError(
                f"none of the {passed} Applications here has the label {label}",
                where=", ".join(paths),
                fix=f"label each with one of {', '.join(groups)}",
            )
        return release_groups(documents, label=label, groups=groups)


def _without(passed: int) -> str:
    return "one Application has not" if passed == 1 else f"{passed} Applications have not"


def _are(passed: int) -> str:
    return "is" if passed == 1 else "are"
