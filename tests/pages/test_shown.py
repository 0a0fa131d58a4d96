"""What the pages show is what the program prints, command by command."""

import shutil
from pathlib import Path

import pytest
from pages import replayed
from programs import TOP

PAGES = {"docs/order.md": ("examples/order",), "docs/tutorial.md": ()}
"""The pages that are run, with what of the repository their commands read."""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_its_commands_print(page: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    place = tmp_path / "place"
    place.mkdir()
    for folder in PAGES[page]:
        shutil.copytree(TOP / folder, place / folder)
    text = (TOP / page).read_text()
    found = replayed(text, place, home=tmp_path)
    if request.config.getoption("update"):
        (TOP / page).write_text(found)
    assert found == text
