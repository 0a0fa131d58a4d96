"""Which folder a plugin is sent: what getApplicationRootPath of Argo CD 3.6.1 returned for these (`findings/`)."""

import sys

import pytest

from cmp.argocd.generate_paths import asked, counts_own, sent, widest_first

PATH = "apps/web/prod"


@pytest.mark.parametrize(
    ("said", "folder"),
    [
        (".;/charts", ""),
        (".; /charts", PATH),
        (". ; /charts", PATH),
        ("../stage;/apps", "apps/web"),
        ("/apps;../stage", "apps"),
        ("..;../../base", "apps"),
        ("../../base;..", "apps"),
        ("../stage;/", "apps/web"),
        ("/;../stage", ""),
        ("/charts/*", ""),
        ("/apps/**", "apps"),
    ],
)
def test_a_plugin_is_sent_this_folder(said: str, folder: str) -> None:
    assert sent(said, PATH) == folder


@pytest.mark.parametrize("said", [".; /charts", "../stage;/apps", "..;../stage; /", " ../../base ;.", ".", "/../x;.."])
def test_written_as_advised_it_is_sent_all_that_is_named(said: str) -> None:
    better = widest_first(said, PATH)
    assert sent(better, PATH) == asked(better, PATH) == asked(said, PATH)


def test_the_source_is_not_read_anew_for_each_path_of_the_annotation() -> None:
    few, many = (_lines("b/../c;" * number, "a/" * number) for number in (50, 400))
    assert many < 8 * few + 1000


def _lines(said: str, path: str) -> int:
    """Return how many lines are run to look at an annotation."""
    run = 0

    def traced(*_: object) -> object:
        nonlocal run
        run += 1
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        sent(said, path), asked(said, path), counts_own(said, path), widest_first(said, path)
    finally:
        sys.settrace(before)
    return run
