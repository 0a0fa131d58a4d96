"""Which folder a plugin is sent: what getApplicationRootPath of Argo CD 3.6.1 returned for these (`findings/`)."""

import pytest

from cmp.argocd.generate_paths import asked, sent, widest_first

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
