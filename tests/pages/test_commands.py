"""Each command that a page shows in a block is one of the program's, with options that it has."""

import re
import shlex

import pytest
from pages import fences, names
from programs import TOP

from cmp.cli.commands import swell

_CALL = re.compile(r"(?m)(?:^|[$|&;] ?|\bbin/)swell (?P<words>[a-z].*?)(?= \||$|;|&)")
SHOWN = {
    f"{page}: {found['words']}": shlex.split(found["words"].partition(" > ")[0], comments=True)
    for page in names()
    for fence in fences((TOP / page).read_text())
    if fence.info in ("sh", "console", "")
    for found in _CALL.finditer(fence.content.replace("\\\n", " "))
    if fence.info or fence.content.startswith("$ ")
}


@pytest.mark.parametrize("shown", SHOWN)
def test_a_command_of_a_page_is_there_with_its_options(shown: str) -> None:
    name, *arguments = SHOWN[shown]
    command = swell.commands[name]
    if command.context_settings.get("ignore_unknown_options"):  # it passes them on
        return
    known = {option for param in command.params for option in param.opts}
    assert {word.partition("=")[0] for word in arguments if re.match(r"--?[a-z]", word)} <= known
