"""The commands of `swell`: the group, with the commands of all files."""

from cmp.cli import rendering_commands, repository_commands, setup_commands  # noqa: F401  (each adds its own)
from cmp.cli.group import swell

__all__ = ["swell"]
