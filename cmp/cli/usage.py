"""Mistakes in the arguments as errors; for words of Helm, Argo CD and kubectl with what `swell` has instead."""

import os

import click

from cmp.cli.helping import first_example
from cmp.errors import RequestError, SwellError
from cmp.request.missing import FIX, missing
from cmp.text import among, nearest, pasted

_IN_A_FILE = "write the value into a YAML file as it shall be, and give that file: -f FILE"
_OPTIONS = {
    "--set-string": f"{_IN_A_FILE}; quotes make it a text",
    "--set-json": _IN_A_FILE,
    "--set-literal": _IN_A_FILE,
    "--set-file": f"{_IN_A_FILE}; in Argo CD the parameter fileParameters sets a file's text",
    "--name-template": "give the name itself: --name NAME",
    "--release-name": "give it as --name NAME",
    "--include-crds": "leave it out: they are included unless swell.yaml says `helm: {skipCrds: true}`",
    "--skip-crds": "write `helm: {skipCrds: true}` in swell.yaml",
    "--skip-tests": "write `helm: {skipTests: true}` in swell.yaml",
    "--skip-schema-validation": "write `helm: {skipSchemaValidation: true}` in swell.yaml",
    "--version": "name the chart's version in swell.yaml: `sources`, pinned by `swell lock`",
    "--repo": "name the repository in swell.yaml: `sources`",
    "--debug": "set SWELL_DEBUG=true: errors then show what they hide",
    "--output-dir": "give the folder as --output DIR, to `swell generate`",
    "--show-only": "`swell why KIND/NAME` tells of one object",
    "--validate": "`swell check` tells what would not work",
    "--dependency-update": "leave it out: what charts/ lacks is pulled as Chart.lock says",
    **dict.fromkeys(("--env-file", "--environment", "--stage"), "name the environment: -e NAME"),
}
_COMMANDS = {
    **dict.fromkeys(("render", "template", "build", "manifests", "install", "apply"), "generate"),
    **dict.fromkeys(("lint", "validate", "verify", "test"), "check"),
    **dict.fromkeys(("explain", "trace", "origin", "origins", "get"), "why"),
    **dict.fromkeys(("show", "defaults"), "values"),
    **dict.fromkeys(("order", "waves", "simulate", "sync"), "plan"),
    **dict.fromkeys(("compare", "review", "upgrade"), "diff"),
    **dict.fromkeys(("update", "pin", "dependency", "vendor"), "lock"),
}


def mistake(error: click.ClickException, name: str) -> SwellError:
    """Return the error for what click found in the arguments of the command `name`, with the word that may be meant."""
    context = getattr(error, "ctx", None)  # the parser of options gives none
    command = context.command_path if context else f"swell {name if name.isalpha() else ''}".rstrip()
    if isinstance(error, click.NoSuchOption):
        name, known = error.option_name, _OPTIONS.get(error.option_name)
        return RequestError(f"there is no option {name}", where=_place(command), fix=known or _fix(error, command))
    if isinstance(error, click.NoSuchCommand):
        name, ours = error.command_name, _COMMANDS.get(error.command_name)
        if os.path.exists(name):
            return RequestError(f"{name} is no command", fix=f"the command comes first: swell plan {pasted(name)}")
        return RequestError(f"there is no command {name}", fix=f"swell {ours} --help" if ours else _fix(error, command))
    if (path := _path(error)) and not os.path.lexists(path):
        return missing(path)
    said = error.format_message()
    return RequestError(f"{said[:1].lower()}{said[1:]}", where=_place(command), fix=_fix(error, command))


def _place(command: str) -> str:
    return command if " " in command else ""


def _path(error: click.ClickException) -> str:
    """Return the path that click refuses, "" where it refuses something else."""
    kind = getattr(getattr(error, "param", None), "type", None)
    refused = isinstance(error, click.BadParameter) and isinstance(kind, click.Path)
    return error.message.partition("'")[2].rpartition("'")[0] if refused else ""


def _fix(error: click.ClickException, command: str) -> str:
    kind = getattr(getattr(error, "param", None), "type", None)
    if isinstance(error, click.MissingParameter):
        example = first_example(getattr(error.ctx, "command", None))
        return f"write it as in: {example}" if example else f"`{command} --help` lists what there is"
    if given := _path(error):
        if "--app" in getattr(getattr(error, "param", None), "opts", ()) and os.path.isdir(given):
            return f"--app takes an Application's file; a folder needs no option: {command} {given}"
        return FIX
    if isinstance(error, click.BadParameter) and isinstance(kind, click.Choice):
        word = error.message.partition("'")[2].partition("'")[0]
        close = nearest(word, list(map(str, kind.choices)), alike=0.5)
        return f"did you mean {close}?" if close else f"`{command} --help` tells what each is"
    alike = getattr(error, "possibilities", None)
    meant = f"did you mean {among(alike, joint='or')}? " if alike else ""
    return f"{meant}`{command} --help` lists what there is"
