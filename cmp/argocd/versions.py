"""The minor versions of Argo CD that still get patches, for which Swell has tables, and what differs beside those."""

VERSIONS = ("3.4", "3.5", "3.6")
NEWEST = VERSIONS[-1]
"""What counts where nothing says which version it is."""
HELM = {"3.4": "3.19.4", "3.5": "4.2.1", "3.6": "4.3.1"}
"""The Helm that it ships, with which its own Helm sources are rendered, by version (hack/tool-versions.sh)."""


DOUBLE_STAR = {"3.4": False, "3.5": False, "3.6": True}
"""Whether `**` crosses slashes in a pattern of `reposerver.plugin.tar.exclusions` that has one, by version
(matchesExclusionPattern in util/io/files/tar.go)."""
DIFF_FOLLOWS_APPLY = {"3.4": False, "3.5": False, "3.6": True}
"""Whether `ServerSideApply=true` of an Application has it compared by the API server, too, by version
(shouldUseServerSideDiff in controller/state.go)."""


def up_to(version: str) -> tuple[str, ...]:
    """Return the minor versions up to one of them, the oldest first."""
    return VERSIONS[: VERSIONS.index(version) + 1]


def minor(version: str) -> str:
    """Return the minor of a version such as 3.5, v3.5.7 or 3.5.7+2e3a56e; "" if Swell has no tables for it."""
    parts = version.removeprefix("v").split(".")
    found = ".".join(parts[:2])
    return found if found in VERSIONS else ""
