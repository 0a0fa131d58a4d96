"""The minor versions of Argo CD that still get patches, for which Swell has tables."""

VERSIONS = ("3.4", "3.5", "3.6")
NEWEST = VERSIONS[-1]
"""What counts where nothing says which version it is."""


def minor(version: str) -> str:
    """Return the minor of a version such as 3.5, v3.5.7 or 3.5.7+2e3a56e; "" if Swell has no tables for it."""
    parts = version.removeprefix("v").split(".")
    found = ".".join(parts[:2])
    return found if found in VERSIONS else ""
