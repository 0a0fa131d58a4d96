"""The sync options of Applications, and those of objects, with their values; any other has no effect.

Source: gitops-engine/pkg/sync/common/types.go, pkg/sync/sync_context.go and controller/sync.go of Argo CD 3.6.1.
"""

_SWITCH = ("true", "false")
_ASKED = (*_SWITCH, "confirm")
_OF_BOTH = {
    "Delete": _ASKED,
    "Prune": _ASKED,
    "PruneLast": _SWITCH,
    "Replace": _SWITCH,
    "ServerSideApply": _SWITCH,
    "SkipDryRunOnMissingResource": _SWITCH,
    "Validate": _SWITCH,
}
OF_OBJECTS = _OF_BOTH | {"Force": _SWITCH}
OF_APPLICATIONS = _OF_BOTH | {
    "ApplyOutOfSyncOnly": _SWITCH,
    "ClientSideApplyMigration": _SWITCH,
    "CreateNamespace": _SWITCH,
    "FailOnSharedResource": _SWITCH,
    "PrunePropagationPolicy": ("foreground", "background", "orphan"),
    "RespectIgnoreDifferences": _SWITCH,
}


def known(options: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the options of a table as they are written, each with each value."""
    return [f"{name}={value}" for name, values in options.items() for value in values]
