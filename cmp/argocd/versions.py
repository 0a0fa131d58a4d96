"""The minor versions of Argo CD that still get patches, for which Swell has tables."""

VERSIONS = ("3.4", "3.5", "3.6")
NEWEST = VERSIONS[-1]
"""What counts where nothing says which version it is."""
