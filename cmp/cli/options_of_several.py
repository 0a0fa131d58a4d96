"""The options that name an application, for commands that answer for several as well."""

import functools
from collections.abc import Callable
from typing import Any

import click

from cmp.cli.options import APP, NAMES, OF_A_SIDE, OPTIONS, decorated

_AS_SWELL = click.option(
    "--as-swell", is_flag=True, help="Render Applications of Argo CD's own Helm by Swell, as they would be with it."
)


def asked_of_any(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command that answers for several applications as well, and call it with an Asked."""
    return _asked_of_any(command)


def asked_of_swells(command: Callable[..., int]) -> Callable[..., int]:
    """Do the same for a command that prints what Swell renders, and nothing that Argo CD does."""
    return _asked_of_any(command, others=False)


def asked_of_folders(command: Callable[..., int]) -> Callable[..., int]:
    """Do the same for a command that takes no rendered stream."""
    return _asked_of_any(command, stream=False)


def _asked_of_any(command: Callable[..., int], *, stream: bool = True, others: bool = True) -> Callable[..., int]:
    names = [*(name for name in NAMES if name not in ("source", "app")), "paths", "apps"]

    @functools.wraps(command)
    def called(**options: Any) -> int:
        from cmp.cli.several import asked_for
        from cmp.fleet.ways import NATIVE, SWELL

        ours = {name: options.pop(name) for name in names}
        paths, apps, as_swell = ours.pop("paths"), ours.pop("apps"), options.pop("as_swell")
        way = SWELL if as_swell else NATIVE if others else ""
        return command(asked_for(paths, apps, ours, stream=stream, natives=way), **options)

    shown = "[PATH...|-]" if stream else "[PATH...]"
    argument = click.argument("paths", metavar=shown, type=click.Path(), nargs=-1)
    return decorated(called, argument, APP("apps", multiple=True), _AS_SWELL, *OPTIONS, *(one() for one in OF_A_SIDE))
