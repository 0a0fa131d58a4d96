"""Print docs/reference.md: what commands, types of files, and the tables beside them say of themselves."""

import inspect
from importlib import import_module
from textwrap import fill

from reference_commands import commands
from reference_keys import keys
from reference_telemetry import telemetry

from cmp import waits
from cmp.order import needs
from cmp.report.check_formats import CHECK_FORMATS
from cmp.report.formats import FORMATS
from cmp.report.review_formats import REVIEW_FORMATS
from cmp.request import described
from cmp.request.parameters import VARIABLES
from cmp.sources import address_globs
from cmp.waits.vocabulary import PROGRAMS

SHAPES = {
    "plan": "cmp.report.plan_json",
    "plan --delete": "cmp.report.deletion",
    "plan, several applications": "cmp.report.plans",
    "check": "cmp.report.check_json",
    "diff": "cmp.report.review_json",
    "diff, several applications": "cmp.report.reviews",
    "why, of an object": "cmp.report.why_json",
    "why, of a value": "cmp.report.value_json",
    "values": "cmp.cli.values",
    "lock": "cmp.cli.lock",
    "release": "cmp.fleet.release",
    "readers": "cmp.fleet.readers",
    "doctor": "cmp.cli.doctor",
}
"""The commands that print JSON, and the module that writes it, whose docstring has the shape."""

HEAD = """# Reference

Commands, files, parameters and variables. This page is made from the code by `make docs`; `swell help COMMAND` prints
the same.

## Commands

A PATH or FOLDER is an application's folder; `-` is a rendered stream on stdin. `plan`, `check`, `values`, `generate`
and `diff` take several, and files or folders of Applications and ApplicationSets ([repositories](repositories.md)).

Exit codes: 0 fine, 1 findings, differences or a sync that can't finish, 2 no answer, 3 a bug of ours, 130 interrupted.
"""
PARAMETERS = """
## Parameters

They stand in the Application's `plugin.parameters`, or in `plugin.env` as a variable, which wins. A variable of the
sidecar is the fallback. In a variable an array is lines or commas, a map is lines of `key=value`. Any other string
parameter is a placeholder for paths, such as `{region}`.

| parameter | shape | variable | meaning |
|---|---|---|---|
"""
SIDECAR = """
## Variables of the sidecar

They count in the environment of the sidecar or the laptop; an Application can't set them.

| variable | meaning |
|---|---|
"""
JSON = """
## Formats

`--format json` is for programs. Fields may be added; a field that goes, or changes its meaning, changes the version.
[stuck](stuck.md) has a page of its own. An object is `Kind/name`, or `Kind/namespace/name` where that is ambiguous.
"""


def page() -> str:
    """Return the page."""
    parameters = [
        f"| `{name}` | {shape} | `SWELL_{VARIABLES[name]}` | {meaning} |\n"
        for name, (shape, meaning) in described.PARAMETERS.items()
    ]
    variables = {f"SWELL_{name}": meaning for name, meaning in sorted(described.OPERATORS.items())} | described.OTHERS
    rows = [f"| `{name}` | {meaning} |\n" for name, meaning in variables.items()]
    parts = [
        HEAD,
        commands(),
        keys(),
        _addresses(),
        PARAMETERS,
        *parameters,
        SIDECAR,
        *rows,
        telemetry(),
        _inferred(),
        JSON,
    ]
    return "".join([*parts, _formats(), *(_shape(*one) for one in SHAPES.items()), _checks()])


def _prose(text: str) -> str:
    """Return the paragraphs of a docstring but the first, which says what its module does."""
    paragraphs = (inspect.cleandoc(text).split("\n\n"))[1:]
    return "\n\n".join(fill(" ".join(one.split()), width=120, break_on_hyphens=False) for one in paragraphs)


def _addresses() -> str:
    return f"\n### Addresses\n\n{_prose(address_globs.__doc__ or '')}\n"


def _inferred() -> str:
    rows = [f"| {reason} | {example} | {must} |\n" for reason, (example, must) in needs.NEEDS.items()]
    table = f"| need | example | must |\n|---|---|---|\n{''.join(rows)}"
    programs = ", ".join(f"`{name}`" for name in sorted(PROGRAMS))
    read = fill(f"These programs are understood: {programs}.", width=120, break_on_hyphens=False)
    return (
        f"\n## What is inferred\n\n{_prose(needs.__doc__ or '')}\n\n{table}\n{_prose(waits.__doc__ or '')}\n\n{read}\n"
    )


def _formats() -> str:
    rows = [
        f"| {command} | `{form}` | {_sentence(f'cmp.report.{module}')} |\n"
        for command, forms in (("plan", FORMATS), ("check", CHECK_FORMATS), ("diff", REVIEW_FORMATS))
        for form, module in forms.items()
    ]
    return f"\n| command | format | content |\n|---|---|---|\n{''.join(rows)}"


def _sentence(module: str) -> str:
    return inspect.cleandoc(import_module(module).__doc__ or "").partition("\n")[0]


def _shape(command: str, module: str) -> str:
    """Return the shape of a command's JSON: what stands in a module's docstring from a bracket on."""
    text = inspect.cleandoc(import_module(module).__doc__ or "")
    start = min(place for place in (text.find("\n{"), text.find("\n[")) if place >= 0)
    return f"\n### JSON of {command}\n\n```\n{text[start + 1 :]}\n```\n"


def _checks() -> str:
    return (
        "\n## Checks\n\n[checks.md](checks.md) lists them: what each finds, why, and what to do. `generate` runs the\n"
        "fatal ones, and others only where `checks` or `failOn` lets them stop it.\n"
    )


if __name__ == "__main__":
    print(page(), end="")
