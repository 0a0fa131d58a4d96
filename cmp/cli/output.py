"""Writing on stdout and stderr: the one place from which a terminal gets text, made safe to show."""

import os
import sys
from contextvars import ContextVar

from cmp.text import defused, printable

COLOUR = ContextVar("COLOUR", default=False)
"""Whether text for people gets colours."""


class _Line:
    """The line of a terminal that holds what passes, as long as there is one."""

    def __init__(self) -> None:
        self._used = False

    def show(self, text: str) -> None:
        """Put a text there, "" to leave the line empty."""
        if (text or self._used) and sys.stderr.isatty():
            print(f"\r\x1b[K{printable(text)}", end="", file=sys.stderr, flush=True)
            self._used = bool(text)


_LINE = _Line()


def say(text: str, *, end: str = "\n") -> None:
    """Print a text on stdout, at once."""
    passing("")
    _print(printable(text) + end)


def show(text: str, form: str = "text") -> None:
    """Print a report on stdout, at once; one in the form "text", for people, with colours where they are wanted."""
    text = _in_log(printable(text)) if form == "text" else printable(text)
    if form == "text" and COLOUR.get():
        from cmp.cli.colour import coloured

        text = coloured(text)
    passing("")
    _print(f"{text}\n")


def _print(text: str) -> None:
    """Write a text to stdout, which a locale of another encoding is to change no more than manifests."""
    from cmp.cli.stdout import write

    write(text.encode(), what="the output")


def note(text: str, *, as_it_is: bool = False) -> None:
    """Print a text on stderr; where that is full or closed, the exit code has to do.

    On a terminal its lines break between words, unless it is to stay `as_it_is`.
    """
    from contextlib import suppress

    with suppress(OSError):
        passing("")
        text = _in_log(printable(text))
        print(text if as_it_is or not sys.stderr.isatty() else _fitted(text), file=sys.stderr, flush=True)


def _in_log(text: str) -> str:
    """Return a text for people so that GitHub's runner takes none of it for a command, where that reads the log."""
    return defused(text) if os.environ.get("GITHUB_ACTIONS") == "true" else text


def _fitted(text: str) -> str:
    """Return a text in lines of the width of the terminal that stderr is."""
    from cmp.cli.columns import columns
    from cmp.report.wrap import PAGE, fitted

    before = PAGE.set(columns(sys.stderr))
    try:
        return fitted(text)
    finally:
        PAGE.reset(before)


def passing(text: str) -> None:
    """Show a text on stderr until the next one, where that is a terminal; "" takes the last one away."""
    _LINE.show(text)
