"""Commands about `swell` itself: help, its version and Helm's, and what a shell needs to complete its words."""

import os

import click

from cmp import __version__
from cmp.cli.helping import Explained
from cmp.cli.output import say
from cmp.errors import RequestError, SwellError
from cmp.text import nearest

SHELLS = ("bash", "zsh", "fish")
COMPLETE = "_SWELL_COMPLETE"
"""The variable by which a shell asks for words, instead of running a command."""


@click.command("help", cls=Explained)
@click.argument("command", metavar="[COMMAND]", default="")
@click.pass_context
def show_help(context: click.Context, command: str) -> int:
    """Explain a command, or list all of them.

    \b
    swell help plan
    """
    above = context.parent
    if above is None or not isinstance(group := above.command, click.Group):
        return 2
    if not command:
        say(group.get_help(above))
        return 0
    found = group.get_command(above, command)
    if found is None:
        close = nearest(command, group.commands)
        fix = f"did you mean {close}?" if close else "`swell help` lists what there is"
        raise RequestError(f"there is no command {command}", fix=fix)
    say(found.get_help(click.Context(found, info_name=command, parent=above)))
    return 0


@click.command(cls=Explained)
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print what completes the words of `swell` in a shell.

    \b
    swell completion bash > ~/.local/share/bash-completion/completions/swell
    swell completion zsh > "${fpath[1]}/_swell"
    swell completion fish > ~/.config/fish/completions/swell.fish
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    assert maker is not None  # noqa: S101  (the parser has let only those pass that there are)
    say(maker(click.Command("swell"), {}, "swell", COMPLETE).source())
    return 0


def completes(group: click.Group) -> int | None:
    """Answer a shell that asks for words, and return the exit code; None where none asks.

    Raises:
        RequestError: it does not say for which, as its file of completions does.
    """
    if not (asked := os.environ.get(COMPLETE, "")):
        return None
    from click.shell_completion import shell_complete

    try:
        return shell_complete(group, {}, "swell", COMPLETE, asked)
    except (KeyError, ValueError):
        said = f"{COMPLETE} is set, and no shell has said which words are to be completed"
        raise RequestError(
            said, fix=f"unset it, or write the shell's file anew: swell completion {SHELLS[0]}"
        ) from None


def show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  (as click calls it)
    """Print the version of Swell, and of the Helm that it would start, and end."""
    if not wanted or context.resilient_parsing:
        return
    say(f"swell {__version__}\n{_helm()}")
    context.exit()


def _helm() -> str:
    from cmp.helm.runtime import find, version
    from cmp.render.run import helm_runtime
    from cmp.settings import Settings

    settings = Settings.read(os.environ)
    try:
        path = find(settings)
    except SwellError as problem:
        return f"no Helm: {problem.message}"
    numbers = version(path, helm_runtime(settings))
    return f"Helm {'.'.join(map(str, numbers))} ({path})" if numbers else f"no Helm: {path} tells no version"
