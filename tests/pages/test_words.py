"""The pages that are written by hand stay short enough to be read."""

from programs import TOP

MADE = {"checks.md", "reference.md", "benchmarks.md"}
"""Pages of docs/ that the code or a measurement writes."""
MOST = 12_000


def test_the_hand_written_pages_have_no_more_words_than_a_user_reads() -> None:
    pages = [TOP / "README.md", *(page for page in (TOP / "docs").glob("*.md") if page.name not in MADE)]
    words = {page.name: sum(any(map(str.isalpha, word)) for word in page.read_text().split()) for page in pages}
    assert sum(words.values()) <= MOST, words
