"""Pulling a source: resolving it to a pin, and filling a folder with the pinned content after verifying it."""
