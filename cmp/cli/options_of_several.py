"""The options that name an application, for commands that answer for several as well."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from cmp.cli.options import refuse_stream
from cmp.cli.shared_options import APP, JUDGE, decorated, options_of_application, taken

if TYPE_CHECKING:
    from cmp.fleet.ways import ToRender

_SIDES = ("source", "environment", "argocd")
"""What a command that compares has one of for each side."""

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
    """Do the same for a command that takes no rendered stream, and judges nothing."""
    return _asked_of_any(command, stream=False, without=JUDGE)


def _asked_of_any(
    command: Callable[..., int], *, stream: bool = True, others: bool = True, without: frozenset[str] = frozenset()
) -> Callable[..., int]:
    @functools.wraps(command)
    def called(**options: Any) -> int:
        from cmp.cli.several import asked_for
        from cmp.fleet.ways import NATIVE, SWELL

        ours = taken(options, but=("source", "app"))
        paths, apps, as_swell = options.pop("paths"), options.pop("apps"), options.pop("as_swell")
        way = SWELL if as_swell else NATIVE if others else ""
        return command(asked_for(paths, apps, ours, stream=stream, natives=way), **options)

    shown = "[PATH...|-]" if stream else "[PATH...]"
    argument = click.argument("paths", metavar=shown, type=click.Path(), nargs=-1)
    return decorated(called, argument, APP("apps", multiple=True), _AS_SWELL, *options_of_application(without))


def asked_of_sides(command: Callable[..., int]) -> Callable[..., int]:
    """Add these options to a command that compares two sides, those that may differ as tuples of what was given.

    It is called with a function that returns what to render of one side, and takes what is special about that; and with
    the options that all sides have.
    """

    @functools.wraps(command)
    def called(**options: Any) -> int:
        ours = taken(options, but=_SIDES)
        alike = {name: value for name, value in ours.items() if name != "app"}
        return command(functools.partial(_of_side, ours), app=ours["app"], files=ours["files"], alike=alike, **options)

    return decorated(called, APP(), *options_of_application(twice=_SIDES))


def _of_side(ours: dict[str, Any], *, named: str = "", helm: str = "", **special: Any) -> "ToRender":
    """Return what to render of one side; it is `named` so where nothing else names it."""
    from cmp.cli.asked import Ask
    from cmp.fleet.ways import NATIVE

    said = {**dict.fromkeys(_SIDES), **ours, **special}
    said["name"] = said["name"] or named or None
    app, source = said.pop("app"), said.pop("source")
    refuse_stream(source)
    render = Ask.of(said, checkout=None, way=NATIVE).one(app=app, source=source)
    return render.replace(request=render.request.replace(helm=helm))
