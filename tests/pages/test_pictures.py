"""The pictures of the pages show what the program prints today."""

import pictures
import pytest
from programs import TOP

SHOWN = ("order", "plan", "review")


def test_the_pictures_are_those_that_the_pages_have() -> None:
    assert sorted(pictures.shown()) == sorted(path.stem for path in TOP.glob("docs/*.png")) == sorted(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
def test_a_picture_shows_what_is_printed_today(name: str) -> None:
    found = pictures.marks((TOP / "docs" / f"{name}.png").read_bytes())
    assert found == [pictures.mark(pictures.shown()[name])], "run .venv/bin/python tools/pictures.py"
