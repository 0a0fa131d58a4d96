"""Each link of the pages leads to a file that is here, and to a heading of it."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from pages import names, tokens
from programs import TOP

PAGES = [
    *names(),
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(str(p.relative_to(TOP)) for p in TOP.glob("examples/*/README.md")),
]


def links(text: str) -> set[str]:
    """Return where a page's links and pictures lead, but for those to the web."""
    children = [child for token in tokens(text) for child in token.children or ()]
    found = {child.attrs.get("href") or child.attrs.get("src") for child in children}
    return {str(link) for link in found if link and not re.match(r"[a-z]+:", str(link))}


def anchors(text: str) -> set[str]:
    """Return the names that a forge, and the site, give to the headings of a page."""
    parsed = tokens(text)
    titles = [
        "".join(child.content for child in inline.children or () if child.type in ("text", "code_inline"))
        for heading, inline in pairwise(parsed)
        if heading.type == "heading_open"
    ]
    seen: Counter[str] = Counter()
    found = set()
    for title in titles:
        name = re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-")
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: str) -> None:
    text = (TOP / page).read_text()
    lost = set()
    for link in links(text):
        path, _, anchor = link.partition("#")
        target = (TOP / page).parent / path if path else TOP / page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            lost.add(link)
    assert lost == set()


@pytest.mark.parametrize("page", names())
def test_no_link_leaves_the_repository(page: str) -> None:
    for link in links((TOP / page).read_text()):
        target = ((TOP / page).parent / link.partition("#")[0]).resolve()
        assert target.is_relative_to(Path(TOP).resolve()), link
