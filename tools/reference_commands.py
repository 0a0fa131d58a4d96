"""The commands as Markdown: their help texts and options, those of click's own objects."""

import re
from collections import Counter
from inspect import cleandoc
from textwrap import fill

import click

from cmp.cli.commands import swell
from cmp.doctor.registry import CHECKS

_MANY = 5  # commands that share an option, which is then told once
_PAGES = {"check": "checks", "convert": "bring", "diff": "diff", "init": "bring", "stuck": "stuck"}
"""The commands that have a page."""

Option = tuple[str, str]


def commands() -> str:
    """Return a table of the options that many commands share, and a section for each command."""
    named = {name: _options(command) for name, command in sorted(swell.commands.items())}
    times = Counter(option for options in named.values() for option in options)
    shared = {option for option, number in times.items() if number >= _MANY}
    rows = _table(sorted(shared, key=lambda option: option[0].replace("`-", "")))
    sections = [_section(name, swell.commands[name], options, shared) for name, options in named.items()]
    return f"\n### Options of commands that render\n\n{rows}" + "".join(sections)


def _options(command: click.Command) -> list[Option]:
    return [_option(one) for one in command.params if isinstance(one, click.Option) and not one.hidden]


def _option(option: click.Option) -> Option:
    """Return an option as it is written, and its meaning."""
    context = click.Context(swell)
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    names = ", ".join(f"`{name}{value if name == option.opts[-1] else ''}`" for name in option.opts)
    default = f" Default: `{option.default}`." if option.show_default else ""
    return names.replace("|", "\\|"), f"{option.help or ''}{default}".replace("|", "\\|")


def _section(name: str, command: click.Command, options: list[Option], shared: set[Option]) -> str:
    usage = " ".join(["swell", name, *(one.make_metavar(click.Context(command)) for one in _arguments(command))])
    prose, examples = _parts(command.help or "")
    more = [*prose]
    if name == "doctor":
        more.append("It looks at these things, in this order:\n\n" + "\n".join(_looks()))
    if examples:
        more.append(f"```sh\n{examples}\n```")
    missing = sorted(shared - set(options))
    if len(missing) < len(shared) / 2:
        options = [option for option in options if option not in shared]
        names = [f"`{one}`" for name, _ in missing for one in re.findall(r"--[\w-]+", name)]
        but = f", but for {', '.join(names)}" if names else ""
        more.append(f"It has [the options of commands that render](#options-of-commands-that-render){but}.")
    if options:
        more.append(_table(options).rstrip())
    if name in _PAGES:
        more.append(f"[More]({_PAGES[name]}.md)")
    return f"\n### swell {name}\n\n`{usage}`\n\n" + "\n\n".join(more) + "\n"


def _arguments(command: click.Command) -> list[click.Argument]:
    return [one for one in command.params if isinstance(one, click.Argument)]


def _parts(text: str) -> tuple[list[str], str]:
    """Return the paragraphs of a help text, and its examples: click leaves what follows a backspace as it stands."""
    prose, _, examples = cleandoc(text).partition("\b\n")
    paragraphs = [" ".join(one.split()) for one in prose.split("\n\n") if one.strip()]
    return [
        fill(one, width=120, break_on_hyphens=False, break_long_words=False) for one in paragraphs
    ], examples.strip()


def _looks() -> list[str]:
    docs = [(check.__name__, (check.__doc__ or "").partition("\n")[0]) for check in CHECKS]
    return [f"- `{name}`: {re.sub('^Yield ', '', meaning)}" for name, meaning in docs]


def _table(options: list[Option]) -> str:
    return (
        "\n".join(["| option | meaning |", "|---|---|", *(f"| {name} | {meaning} |" for name, meaning in options)])
        + "\n"
    )
