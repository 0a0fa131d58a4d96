"""The terminal that a command writes to: how wide its lines may be, and whether they get colours."""

import os
import sys
from collections.abc import Callable, Mapping
from typing import TextIO

import click

from cmp.cli.columns import columns
from cmp.errors import RequestError
from cmp.report.wrap import COLUMNS, PAGE
from cmp.value import Value

AUTO, ALWAYS, NEVER = "auto", "always", "never"


class Terminal(Value):
    """What lines may look like: `width` in characters, and whether they get `colour`."""

    width: int = COLUMNS
    colour: bool = False


def terminal_of(stream: TextIO, environ: Mapping[str, str], *, color: str = AUTO) -> Terminal:
    """Return what a stream can show.

    A pipe and a file get lines of 80 characters. Colour is by convention: NO_COLOR forbids it, a terminal has it unless
    it is a dumb one, and the option `color` goes before both.
    """
    shows = stream.isatty()
    wanted = shows and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Terminal(
        width=columns(stream),
        colour=color == ALWAYS or (color == AUTO and wanted),
    )


def fit() -> None:
    """Lay out for the terminal that stdout is, if it is one."""
    PAGE.set(columns(sys.stdout))


def refuse_quiet(form: str, *, quiet: bool) -> None:
    """Refuse -q for a format that is not for people. Raises RequestError."""
    if quiet and form != "text":
        raise RequestError("-q is about text", fix="leave it out, or --format")


def _look(_context: click.Context, _option: click.Parameter, color: str) -> None:
    """Colour for the terminal that stdout is, if it is one."""
    from cmp.cli.output import COLOUR

    COLOUR.set(terminal_of(sys.stdout, os.environ, color=color).colour)


def for_people(command: Callable[..., int]) -> Callable[..., int]:
    """Add the option of a command that prints text for people: whether it has colours."""
    return click.option(
        "--color",
        type=click.Choice([AUTO, ALWAYS, NEVER]),
        default=AUTO,
        is_eager=True,
        expose_value=False,
        callback=_look,
        help="Whether text has colours; by itself on a terminal alone, and not under NO_COLOR.",
    )(command)
