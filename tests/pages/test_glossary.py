"""docs/glossary.md explains words that are used, each once and in order."""

import re

import pytest
from pages import names
from programs import TOP

GLOSSARY = "docs/glossary.md"
SECTIONS = [
    re.findall(r"(?m)^- \*\*(.*?)\*\*:", section) for section in (TOP / GLOSSARY).read_text().split("\n## ")[1:]
]
OTHERS = "\n".join((TOP / page).read_text() for page in names() if page != GLOSSARY).lower()


@pytest.mark.parametrize("term", [term for section in SECTIONS for term in section])
def test_a_term_is_used_on_another_page(term: str) -> None:
    assert re.search(rf"\b{re.escape(term.lower())}s?\b", OTHERS)


def test_terms_are_in_order_and_none_is_there_twice() -> None:
    assert all(section == sorted(section, key=str.lower) for section in SECTIONS)
    terms = [term for section in SECTIONS for term in section]
    assert len(terms) == len(set(terms))
