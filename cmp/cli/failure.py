"""Printing a failure and choosing the exit code: 2 for a known kind of error, 3 for a bug of Swell, 130 for Ctrl-C."""

import sys

from cmp.errors import BugError, CommandError, ShortageError, SwellError, SystemCallError
from cmp.system.bounds import OverdueError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_INTERRUPTED = 130
_UNREAD = 141
_CALMING = {"generate": "Nothing was applied; what runs stays."}  # the reassurance in an error, by command
_FIRST, _OTHER = 900, 500  # bytes of an error's first line and of its other lines, so that all are below 2 KB
_CUT = " ... "
_NO_FRAME = ("returned NULL without setting an exception", "error return without exception set")
_NO_ARGUMENTS = "<module>() takes 0 positional arguments"


def reported(command: "Callable[[], int]", name: str = "") -> int:
    """Run the command `name` and flush its output; print on stderr why it failed, with the cause in the first line."""
    try:
        status = command()
        sys.stdout.flush()
    except SwellError as error:
        return _refused(error, name)
    except OverdueError as overdue:
        return _refused(overdue.error, name)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # the reader of stdout has closed it: it needs no more
        return _UNREAD
    except Exception as error:  # noqa: BLE001  (the one place where everything ends)
        known = _of_the_system(error)
        return _refused(known, name) if known else _other(error, name)
    return status


def as_error(problem: BaseException) -> SwellError:
    """Return what ended a part of the work as an error, with the exit code that a command would end with.

    What is a bug of Swell is told on stderr, with its lines, as it comes.
    """
    if isinstance(problem, KeyboardInterrupt):
        raise problem
    if known := _known(problem):
        return known
    import traceback

    from cmp.cli.output import note

    note("".join(traceback.format_exception(problem)).rstrip(), as_it_is=True)
    return BugError("this is a bug of Swell's", fix="please report it with the lines on stderr")


def cause(problem: BaseException) -> str:
    """Return the word for what has ended a render, for metrics and logs; "" where its reader or its caller has."""
    if isinstance(problem, (KeyboardInterrupt, BrokenPipeError)):
        return ""
    return (_known(problem) or BugError).cause


def story(error: SwellError, calming: str = "") -> str:
    """Return an error as text: what and where, then a line for each thing that was found instead, then the fix.

    It has less than 2 KB in all.
    """
    from cmp.text import printable

    first = cut(printable(_line(str(error))), _FIRST)
    lines = [f"swell: {first}{'' if first.endswith('?') else '.'}{calming and ' '}{calming}"]
    lines += [f"  here: {one}" for one in _within(error.here.splitlines(), _OTHER)]
    lines += [f"  fix: {cut(printable(_line(error.fix)), _OTHER)}"] if error.fix else []
    return "\n".join(lines)


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` bytes of UTF-8: a longer one without its middle."""
    encoded = text.encode(errors="replace")
    if len(encoded) <= most:
        return text
    end = most // 4
    kept = encoded[: most - end - len(_CUT)], encoded[-end:]
    return _CUT.join(part.decode(errors="ignore") for part in kept)


def _within(lines: "Sequence[str]", most: int) -> "Iterator[str]":
    """Yield lines as long as they have `most` bytes together, and then how many are left; a first long one is cut."""
    from cmp.text import printable

    left = most
    for number, line in enumerate(lines):
        text = cut(printable(_line(line)), most)
        left -= len(text.encode(errors="replace"))
        if left < 0:
            yield f"and {len(lines) - number} more"
            return
        yield text


def _known(problem: BaseException) -> SwellError | None:
    """Return the error of Swell's that stands for what ended a part of the work, None if it is a bug."""
    if isinstance(problem, SwellError):
        return problem
    if isinstance(problem, OverdueError):
        return problem.error
    return _of_the_system(problem) if isinstance(problem, Exception) else None


def _refused(error: SwellError, name: str) -> int:
    from cmp.cli.output import note

    note(story(error, _CALMING.get(name, "")))
    return error.exit_code or SwellError.exit_code  # what is left among several is no answer where it is the only one


def _of_the_system(error: Exception) -> CommandError | None:
    """Return the error for what the operating system refused, None if an exception means something else."""
    from errno import EMFILE, ENFILE

    if _is_of_memory(error):
        return ShortageError("there is not enough memory", fix="give this process, or its container, more memory")
    if isinstance(error, OSError) and error.errno in (EMFILE, ENFILE):
        return ShortageError("too many files are open", fix="allow this process more descriptors (ulimit -n)")
    if isinstance(error, ImportError):  # Python says the same of a missing module, and of no descriptor or memory left
        fix = "install Swell again, or allow this process more descriptors (ulimit -n) and memory"
        return ShortageError(f"the module {error.name} can't be loaded", fix=fix)
    if isinstance(error, OSError):
        return SystemCallError(
            f"the operating system refuses what is needed: {error.strerror or type(error).__name__}",
            where=str(error.filename or ""),
            fix="see that disks are sound and have room, and that this process may open files and start programs",
        )
    return None


def _is_of_memory(error: Exception) -> bool:
    """Tell whether there was no memory left.

    CPython 3.11 raises a SystemError or a TypeError where it has none for the frame of a call. Where patterns are
    compiled, there is no other TypeError: their texts have the right type.
    """
    if isinstance(error, TypeError):
        import re
        import traceback

        *_, last = traceback.extract_tb(error.__traceback__) or [None]
        return str(error).startswith(_NO_ARGUMENTS) or bool(last and last.filename.startswith(f"{re.__path__[0]}/_"))
    return isinstance(error, MemoryError) or (isinstance(error, SystemError) and str(error).endswith(_NO_FRAME))


def _other(error: Exception, name: str) -> int:
    """Report an error that click found in the arguments; any other error is a bug of Swell."""
    import click

    from cmp.cli.output import note

    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.ClickException):
        from cmp.cli.usage import mistake

        note(
            error.format_message()
            if isinstance(error, click.exceptions.NoArgsIsHelpError)
            else story(mistake(error, name))
        )
        return error.exit_code
    if isinstance(error, click.exceptions.Abort):
        return _INTERRUPTED
    import traceback

    note("".join(traceback.format_exception(error)).rstrip(), as_it_is=True)
    note("swell: this is a bug of Swell's: please report it with the lines above.")
    return BugError.exit_code


def _line(text: str) -> str:
    line = " ".join(text.split()).rstrip(".")
    if "@" not in line:  # most lines; and where memory has run out, there is none for what follows
        return line
    from cmp.sources.pull.redact import without_users

    return without_users(line)
