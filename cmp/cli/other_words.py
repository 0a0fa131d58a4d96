"""Options and commands of Helm's, Argo CD's and kubectl's that `swell` does not have, and what to write instead."""

import click

from cmp.errors import RequestError

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
    "--env-file": "name the environment: -e NAME",
}
_COMMANDS = {
    **dict.fromkeys(("render", "template", "build", "manifests", "install", "apply"), "generate"),
    **dict.fromkeys(("lint", "validate", "verify", "test"), "check"),
    **dict.fromkeys(("explain", "trace", "origin", "origins", "get"), "why"),
    **dict.fromkeys(("show", "defaults"), "values"),
    **dict.fromkeys(("order", "waves", "simulate", "sync", "diff"), "plan"),
    **dict.fromkeys(("update", "pin", "dependency", "vendor"), "lock"),
}


def instead(error: click.ClickException) -> RequestError | None:
    """Return the error for a word that Swell does not have but another tool has, None for any other mistake."""
    if isinstance(error, click.NoSuchOption) and error.option_name in _OPTIONS:
        return RequestError(f"there is no option {error.option_name}", fix=_OPTIONS[error.option_name])
    name = getattr(error, "command_name", "")  # of NoSuchCommand, which click has since 8.4
    if name in _COMMANDS:
        return RequestError(f"there is no command {name}", fix=f"swell {_COMMANDS[name]} --help")
    return None
