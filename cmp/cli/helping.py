"""The help of commands: whole descriptions in groups, a command's own options before the shared ones, examples last."""

from collections.abc import Sequence
from inspect import cleandoc

import click

from cmp.cli.output import say

_EXAMPLES = "\b\n"  # click leaves what stands behind it as it is
_GROUPS = {
    "See what a sync does": ("plan", "why", "check", "diff", "stuck"),
    "Begin": ("init", "convert"),
    "Render": ("generate", "values"),
    "Pin other repositories": ("lock",),
    "Whole repositories": ("release", "readers"),
    "Set up and run": ("doctor", "parameters", "sidecar", "probe"),
    "Help": ("help", "completion", "schema"),
}
"""The commands in the order in which a user meets them."""
Rows = Sequence[tuple[str, str]]


class _Helped(click.Command):
    """A command whose option of help prints as commands do, all or nothing."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option."""
        if option := super().get_help_option(ctx):
            option.callback = _show_help
        return option


class Explained(_Helped):
    """A command that is explained so; an option in a `shared` set is told behind those of the command alone."""

    shared: frozenset[str] = frozenset()

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        prose = click.Command(name=None, help=cleandoc(self.help or "").partition(_EXAMPLES)[0].rstrip())
        prose.format_help_text(ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then those that say which application is meant and how it is rendered."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        records = [(one.name in self.shared, one.get_help_record(ctx)) for one in options]
        for title, wanted in (("Options", False), ("Options for the application", True)):
            _section(formatter, title, [record for is_shared, record in records if record and is_shared is wanted])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        super().format_epilog(ctx, formatter)
        if examples := _examples(self):
            with formatter.section("Examples"):
                formatter.write("".join(f"  {line}\n" for line in examples))


class Listed(_Helped, click.Group):
    """A group that lists its commands by what they are for, each with the whole first sentence of its help."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a section for each group of commands."""
        for title, names in _GROUPS.items():
            found = [(name, self.get_command(ctx, name)) for name in names]
            _section(formatter, title, [(name, _first(command)) for name, command in found if command])


def _show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  (as click calls it)
    """Print the help of a command, and end."""
    if wanted and not context.resilient_parsing:
        say(context.get_help())
        context.exit()


def first_example(command: click.Command | None) -> str:
    """Return the first example of a command's help that stands on one line, "" if there is none."""
    lines = _examples(command) if command else []
    return next((line for line in lines if line.startswith("swell ") and not line.endswith("\\")), "")


def _examples(command: click.Command) -> list[str]:
    return cleandoc(command.help or "").partition(_EXAMPLES)[2].strip().splitlines()


def _first(command: click.Command) -> str:
    """Return the first paragraph of a command's help, on one line."""
    return " ".join(cleandoc(command.help or "").partition("\n\n")[0].split())


def _section(formatter: click.HelpFormatter, title: str, rows: Rows) -> None:
    if rows:
        with formatter.section(title):
            formatter.write_dl(list(rows))
