"""Sorting Applications into groups for a release, for a pipeline that syncs one group after the other.

Sync waves can't do this: Argo CD has no health check for Application objects, so a parent's waves don't wait for its
children.

[{"group", "applications": [the names that the argocd command line takes]}]
"""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from cmp.errors import ConfigError
from cmp.fleet.names import application_name, is_label
from cmp.text import column, nearest
from cmp.value import Value


class Group(Value):
    """A group of Applications to sync together, by the names that `argocd app sync` takes."""

    name: str
    applications: tuple[str, ...]


def release_groups(documents: Sequence[Mapping[str, Any]], *, label: str, groups: Sequence[str]) -> tuple[Group, ...]:
    """Return the groups that contain Applications, in the order of `groups`.

    Args:
        documents: parsed manifests; those that are not Applications of Argo CD are skipped.
        label: the label whose value names an Application's group.
        groups: the groups, first to last.

    Raises:
        ConfigError: there is no Application, or one has no group or an unknown one, or is there twice; a group is no
            value of a label.
    """
    for group in groups:
        if not is_label(group):
            raise ConfigError(
                f"the group {group!r} can't be a label's value", fix="take letters, digits, dashes and dots"
            )
    members: dict[str, list[str]] = {group: [] for group in groups}
    seen: set[str] = set()
    for document in filter(_is_application, documents):
        metadata = _mapping(document.get("metadata"))
        name = application_name(metadata)
        if name in seen:
            raise ConfigError("is there twice", where=f"Application/{name}", fix="give the files of one cluster alone")
        seen.add(name)
        members[_group(metadata, label, members, where=f"Application/{name}")].append(name)
    if not seen:
        raise ConfigError("there is no Application here", fix="give the folder or the files that hold them")
    return tuple(Group(name=group, applications=tuple(sorted(names))) for group, names in members.items() if names)


def has_label(document: Mapping[str, Any], label: str) -> bool:
    """Tell whether a manifest has a label, whatever its value."""
    return _mapping(_mapping(document.get("metadata")).get("labels")).get(label) is not None


def as_text(groups: Sequence[Group]) -> str:
    """Return a line for each group: its name, then the names of its Applications for `argocd app sync`."""
    width = column(group.name for group in groups)
    return "\n".join(f"{group.name.ljust(width)}  {' '.join(group.applications)}" for group in groups)


def as_json(groups: Sequence[Group]) -> str:
    """Return a list of groups, each with its Applications."""
    return json.dumps([{"group": group.name, "applications": group.applications} for group in groups], indent=2)


def _is_application(document: Mapping[str, Any]) -> bool:
    """Tell whether a manifest is Argo CD's Application; other projects have a kind of that name too."""
    return document.get("kind") == "Application" and str(document.get("apiVersion")).startswith("argoproj.io/")


def _group(metadata: Mapping[str, Any], label: str, groups: Collection[str], *, where: str) -> str:
    group = _mapping(metadata.get("labels")).get(label)
    if isinstance(group, str) and group in groups:
        return group
    choice = ", ".join(groups)
    if group is None:
        raise ConfigError(f"has no label {label}", where=where, fix=f"label it with one of {choice}")
    close = nearest(str(group), list(groups))
    meant = f"; did you mean {close}?" if close else ""
    raise ConfigError(f"the label {label} names no group: {group}{meant}", where=where, fix=f"one of {choice}")


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
