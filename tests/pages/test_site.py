"""What is known of the site without building it, which `make site` does."""

import re

from pages import names
from programs import TOP

CONFIG = (TOP / "mkdocs.yml").read_text()


def test_every_page_is_in_the_navigation_once() -> None:
    found = re.findall(r"(?m): ([\w-]+\.md)$", CONFIG.partition("\nnav:")[2])
    assert sorted(found) == sorted(
        "index.md" if page == "README.md" else page.removeprefix("docs/") for page in names()
    )


def test_no_page_has_a_diagram_that_the_site_would_fetch_a_program_for() -> None:
    assert not [page for page in names() if "```mermaid" in (TOP / page).read_text()]
