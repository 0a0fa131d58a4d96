"""Writing for people on stdout and stderr: the one place from which a terminal gets text, made safe to show."""

import sys

from cmp.text import printable


def say(text: str, *, end: str = "\n") -> None:
    """Print a text on stdout, at once."""
    print(printable(text), end=end, flush=True)


def note(text: str) -> None:
    """Print a text on stderr; where that is full or closed, the exit code has to do."""
    from contextlib import suppress

    with suppress(OSError):
        print(printable(text), file=sys.stderr, flush=True)


def passing(text: str) -> None:
    """Show a text on stderr until the next one, where that is a terminal; "" takes the last one away."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{printable(text)}", end="", file=sys.stderr, flush=True)
