"""README.md shows what `make demo` prints, from the start."""

import re
from pathlib import Path

from pages import commands, fences, fits, run
from programs import TOP

README = (TOP / "README.md").read_text()
SHOWN = [pair for fence in fences(README) if fence.info == "console" for pair in commands(fence.content)]


def test_what_is_shown_is_printed_today(tmp_path: Path) -> None:
    assert SHOWN
    for command, shown in SHOWN:
        assert fits(shown, run(command, TOP, home=tmp_path)), command


def test_those_commands_are_the_first_ones_of_the_demo_in_their_order() -> None:
    demo = re.findall(r"'\$\$ (swell .*)'", (TOP / "Makefile").read_text())
    assert demo[: len(SHOWN)] == [command for command, _ in SHOWN]
