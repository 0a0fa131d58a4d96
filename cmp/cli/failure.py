"""Printing a failure and choosing the exit code: 2 for a known kind of error, 3 for a bug of Swell, 130 for Ctrl-C."""

import os
import sys

from cmp.errors import SwellError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_BUG = 3
_INTERRUPTED = 130
_UNREAD = 141
_CALMING = {"generate": "Nothing was applied; what runs stays."}  # the reassurance in an error, by command


def reported(command: "Callable[[], int]", name: str = "") -> int:
    """Run the command `name`; print on stderr why it failed, with the cause in the first line."""
    try:
        return command()
    except SwellError as error:
        print(story(error, _CALMING.get(name, "")), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of stdout has closed it: it needs no more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNREAD
    except Exception as error:  # noqa: BLE001  (the one place where everything ends)
        return _other(error)


def story(error: SwellError, calming: str = "") -> str:
    """Return an error as text: what and where, then what was found instead, then the fix."""
    from cmp.report.table import printable

    first = _line(str(error))
    lines = [f"swell: {first}{'' if first.endswith('?') else '.'}{calming and ' '}{calming}"]
    lines += [f"  {word}: {_line(text)}" for word, text in (("here", error.here), ("fix", error.fix)) if text]
    return printable("\n".join(lines))


def _other(error: Exception) -> int:
    """Report an error that click found in the arguments; any other error is a bug of Swell."""
    import click

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, click.exceptions.Abort):
        return _INTERRUPTED
    import traceback

    traceback.print_exception(error)
    print("swell: this is a bug of Swell's: please report it with the lines above.", file=sys.stderr)
    return _BUG


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
