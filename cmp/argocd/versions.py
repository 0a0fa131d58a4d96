"""The versions of Argo CD that Swell has tables for: the minors that get patches."""

VERSIONS = ("3.4", "3.5", "3.6")
NEWEST = VERSIONS[-1]
"""What counts where nothing says which version it is."""
