"""The checks: one file each, whose docstring is its manual page."""
