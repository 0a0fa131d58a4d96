"""A mistake in the arguments is told as all errors are: what, where, and what to do."""

import subprocess

import pytest
from programs import SWELL

from cmp.cli.commands import swell


def told(*arguments: str) -> tuple[str, str]:
    """Return the two lines about a mistake."""
    run = subprocess.run([SWELL, *arguments], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    first, fix = run.stderr.splitlines()
    return first, fix.removeprefix("  fix: ")


@pytest.mark.parametrize(
    ("arguments", "what", "fix"),
    [
        (("nosuch",), "there is no command nosuch", "`swell --help` lists what there is"),
        (("chek",), "there is no command chek", "did you mean check or schema? `swell --help` lists what there is"),
        (("--nosuch", "plan"), "there is no option --nosuch", "`swell --help` lists what there is"),
        (
            ("plan", "--forma"),
            "swell plan: there is no option --forma",
            "did you mean --format or --from? `swell plan --help` lists",
        ),
        (("lock", "-e"), "swell lock: option '-e' requires an argument", "`swell lock --help` lists what there is"),
        (("lock", "--promote", "a"), "swell lock: option '--promote' requires 2", "`swell lock --help` lists"),
        (
            ("parameters", "a", "b", "c"),
            "swell parameters: got unexpected extra arguments (b c)",
            "`swell parameters --help`",
        ),
        (("plan", "--format", "x"), "swell plan: invalid value for '--format': 'x' is not", "`swell plan --help`"),
        (("plan", "--stages=3"), "swell plan: option '--stages' does not take a value", "`swell plan --help` lists"),
        (("plan", "--app", "no/such.yaml"), "no/such.yaml does not exist", "correct the path"),
        (
            ("plan", "--app", "/"),
            "swell plan: invalid value for '--app': File '/' is a directory",
            "--app takes an Application's file",
        ),
        (("why",), "swell why: missing argument 'KIND/NAME|VALUE'", "write it as in: swell why image.tag"),
        (("readers",), "swell readers: missing option '--changed'", "`swell readers --help` lists what there is"),
        (("schema", "x"), "swell schema: invalid value for", "`swell schema --help` tells what each is"),
    ],
)
def test_a_mistake_in_the_arguments_is_told_with_its_command_and_a_fix(
    arguments: tuple[str, ...], what: str, fix: str
) -> None:
    first, found = told(*arguments)
    assert first.startswith(f"swell: {what}")
    assert found.startswith(fix)


# `swell sidecar` has no options: what follows is the program that it starts, with the program's own arguments.
@pytest.mark.parametrize("command", sorted(swell.commands.keys() - {"sidecar"}))
def test_each_command_tells_of_an_unknown_option_with_a_fix(command: str) -> None:
    assert told(command, "--nosuch=a\u0007") == (
        f"swell: swell {command}: there is no option --nosuch.",
        f"`swell {command} --help` lists what there is",
    )
