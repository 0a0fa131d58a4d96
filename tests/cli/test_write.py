"""Tests for writing a file: no link that lies in a checkout leads what is written out of it."""

from pathlib import Path

import pytest

from cmp.cli.write import write
from cmp.errors import SourceError


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout, beside a folder that is none of it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "checkout/.git").mkdir(parents=True)
    return tmp_path / "checkout"


def test_a_file_in_a_new_folder_is_written(checkout: Path) -> None:
    write(str(checkout / "new/file"), "text")
    assert (checkout / "new/file").read_text() == "text"


@pytest.mark.parametrize("target", ["file", "missing"])
def test_nothing_is_written_through_a_link(target: str, checkout: Path) -> None:
    (checkout.parent / "outside/file").write_text("untouched")
    (checkout / "link").symlink_to(f"../outside/{target}")
    with pytest.raises(SourceError, match="it is a link"):
        write(str(checkout / "link"), "text")
    assert (checkout.parent / "outside/file").read_text() == "untouched"
    assert not (checkout.parent / "outside/missing").exists()


def test_nothing_is_written_into_a_folder_that_lies_outside(checkout: Path) -> None:
    (checkout / "link").symlink_to("../outside")
    with pytest.raises(SourceError, match="leads out of the repository"):
        write(str(checkout / "link/file"), "text")
    assert not list((checkout.parent / "outside").iterdir())


@pytest.mark.parametrize("target", [".git", ".git/hooks"])
def test_nothing_is_written_into_gits_own_folder_through_a_link(target: str, checkout: Path) -> None:
    (checkout / ".git/hooks").mkdir()
    (checkout / "link").symlink_to(target)
    with pytest.raises(SourceError, match="leads out of the repository"):
        write(str(checkout / "link/file"), "text")
    assert [path.name for path in (checkout / ".git").rglob("*")] == ["hooks"]


def test_a_folder_that_lies_in_the_checkout_may_be_reached_through_a_link(checkout: Path) -> None:
    (checkout / "real").mkdir()
    (checkout / "link").symlink_to("real")
    write(str(checkout / "link/file"), "text")
    assert (checkout / "real/file").read_text() == "text"
