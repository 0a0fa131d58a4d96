"""The class of all commands: an option that takes one value is refused where it is given twice."""

import copy

import click

from cmp.cli.helping import Explained, Listed
from cmp.cli.shared_options import SHARED
from cmp.errors import RequestError

_APPLICATION = "one command answers for one Application"


class Command(Explained):
    """A command of click's, which by itself would take the last value of several without a word."""

    shared = SHARED

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments, first to see whether an option is there twice.

        Raises:
            RequestError: an option that takes one value has several.
        """
        several = copy.copy(self)
        several.params = [_open(option) for option in self.params]
        given, _, _ = several.make_parser(ctx).parse_args(list(args))
        for option in self.params:
            values = given.get(option.name or "", ())
            if _is_single(option) and len(values) > 1:
                raise _twice(option, values, where=ctx.command_path)
        return super().parse_args(ctx, args)


class Group(Listed):
    """The group whose commands are of that class."""

    command_class = Command


def _is_single(option: click.Parameter) -> bool:
    return isinstance(option, click.Option) and not (option.multiple or option.is_flag or option.count)


def _open(option: click.Parameter) -> click.Parameter:
    """Return an option as one that may be given several times."""
    if not _is_single(option):
        return option
    opened = copy.copy(option)
    opened.multiple = True
    return opened


def _twice(option: click.Parameter, values: list[object], *, where: str) -> RequestError:
    """Return the error for an option with several values, which are told of none but a file."""
    name, number = max(option.opts, key=len), len(values)
    if name == "--app":
        files = list(map(str, values))
        loop = f"for app in {' '.join(files)}; do ..."
        return RequestError(
            f"{name} is given {number} times, and {_APPLICATION}",
            here=", ".join(files),
            fix=f"name one of them; a loop of the shell answers for each: {loop}",
        )
    return RequestError(f"{name} is given {number} times, and takes one value", where=where, fix="keep one of them")
