"""The options that say which application is meant."""

from pathlib import Path

import pytest

from cmp.cli.commands import swell
from cmp.cli.failure import reported


def ended(*arguments: str) -> int:
    """Run a command, and return its exit code."""
    return reported(lambda: swell(list(arguments), standalone_mode=False), arguments[0])


def test_a_folder_that_is_not_there_is_no_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("doctor", str(tmp_path / "no")) == 2
    out, story = capsys.readouterr()
    assert out == ""
    assert story.startswith(f"swell: {tmp_path}/no is neither a folder nor a file.")


def test_a_misspelt_folder_is_told_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "apps/bank-bitso").mkdir(parents=True)
    assert ended("plan", str(tmp_path / "apps/bank-bitos")) == 2
    assert f"\n  here: nearest: {tmp_path}/apps/bank-bitso\n" in capsys.readouterr().err


def test_a_folder_in_the_place_of_a_file_is_told_as_that(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended("stuck", str(tmp_path)) == 2
    assert "Is a directory.\n  fix: name a file in it\n" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["doctor", "values", "lock", "parameters"])
def test_a_rendered_stream_is_refused_where_it_says_nothing(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(command, "-") == 2
    out, story = capsys.readouterr()
    assert out == ""
    assert story.startswith("swell: - is a rendered stream, which says nothing here.")
