"""The help of each command, as a new user reads it on a terminal of 80 columns."""

import click
import pytest

from cmp.cli.commands import swell

COMMANDS = sorted(swell.commands)
OF_NO_APPLICATION = ("convert", "stuck", "release", "probe", "sidecar", "schema", "help", "completion")


def told(*words: str) -> str:
    context = click.Context(swell, info_name="swell", terminal_width=80, help_option_names=["-h", "--help"])
    for name in words:
        context = click.Context(swell.commands[name], info_name=name, parent=context)
    return context.get_help()


def test_each_command_is_listed_once_with_its_whole_description() -> None:
    text = told()
    listed = [line.split()[0] for line in text.splitlines() if line.startswith("  ") and line[2:3].isalpha()]
    lines = " ".join(text.split())
    assert sorted(name for name in listed if name in swell.commands) == COMMANDS
    assert "..." not in text.replace("[ARGS]...", "")
    for name, command in swell.commands.items():
        assert " ".join((command.help or "").partition("\n\n")[0].split()) in lines, name


@pytest.mark.parametrize("words", [(), *((name,) for name in COMMANDS)], ids=" ".join)
def test_no_line_is_longer_than_the_terminal(words: tuple[str, ...]) -> None:
    assert max(map(len, told(*words).splitlines())) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_stands_at_the_end(name: str) -> None:
    prose, _, examples = told(name).partition("\nExamples:\n")
    assert f"swell {name}" in examples
    assert f"\n  swell {name}" not in prose
    assert "\n\n" not in examples.strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_what_the_command_alone_has_stands_before_what_names_the_application(name: str) -> None:
    text = told(name)
    assert ("\nOptions for the application:\n" in text) == (name not in OF_NO_APPLICATION)
    own, _, shared = text.partition("\nExamples:\n")[0].partition("\nOptions for the application:\n")
    assert "--help" in own
    assert "-e, --env" not in own
    assert "--format" not in shared


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("lock", ("--argocd", "--sync-wave-delay", "--set", "--kube-version")),
        ("doctor", ("--argocd", "--sync-wave-delay", "--values", "--api-versions")),
        ("values", ("--argocd", "--sync-wave-delay")),
        ("parameters", ("--argocd", "--sync-wave-delay")),
        ("init", ("--argocd", "--sync-wave-delay")),
    ],
)
def test_a_command_lacks_the_options_that_would_change_nothing(name: str, missing: tuple[str, ...]) -> None:
    options = {one for option in swell.commands[name].params for one in option.opts}
    assert options.isdisjoint(missing)
    assert {"--env", "--config", "--policy"} <= options


def test_every_option_begins_with_a_capital_letter_and_ends_with_a_full_stop() -> None:
    helps = [
        option.help
        for command in swell.commands.values()
        for option in command.params
        if isinstance(option, click.Option) and option.help
    ]
    assert helps
    assert [text for text in helps if not text[0].isupper() or not text.endswith((".", "..."))] == []
