"""No command takes the last of several values without a word."""

from collections.abc import Iterator

import click
import pytest

from cmp.cli.commands import swell
from cmp.cli.failure import reported


def single() -> Iterator[tuple[str, str, int]]:
    """Yield each option that takes one value, with its command and the words of a value."""
    for name, command in swell.commands.items():
        for option in command.params:
            if isinstance(option, click.Option) and not (option.multiple or option.is_flag):
                yield from ((name, spelling, option.nargs) for spelling in option.opts)


SINGLE = list(single())


@pytest.mark.parametrize(("command", "option", "words"), SINGLE)
def test_an_option_with_one_value_is_refused_where_it_has_two(
    command: str, option: str, words: int, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [option, *["one"] * words]

    assert reported(lambda: swell([command, *given, *given], standalone_mode=False), command) == 2

    out, story = capsys.readouterr()
    assert out == ""
    assert " is given 2 times, and " in story
    assert "  fix: " in story


def test_these_are_options_of_many_commands() -> None:
    assert {"--argocd", "-e", "--env", "--base", "--app", "--format", "--update", "--policy"} <= {
        option for _, option, _ in SINGLE
    }
    assert len({command for command, _, _ in SINGLE}) >= 10


@pytest.mark.parametrize(
    "words",
    [["--env", "stage", "-e", "prod"], ["-estage", "--env=prod"], ["--argocd", "3.5", "web", "--argocd=3.6"]],
    ids=" ".join,
)
def test_both_spellings_of_an_option_are_one(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert reported(lambda: swell(["plan", *words], standalone_mode=False), "plan") == 2

    assert " is given 2 times, and takes one value" in capsys.readouterr().err
