"""The plans of several applications as a page that leads to the page of each."""

from collections.abc import Sequence

from cmp.report.html_page import drawn
from cmp.text import count
from cmp.value import Value


class Row(Value):
    """An application: its page ("" where there is none), its verdict and the tone of that, what its sync is, and more.

    `findings` are those of the checks, each in a line; `problem` is why there is no answer, "" where there is one.
    """

    title: str
    page: str = ""
    verdict: str = ""
    tone: str = "hangs"
    facts: str = ""
    fix: str = ""
    findings: tuple[str, ...] = ()
    problem: str = ""


def written(rows: Sequence[Row]) -> str:
    """Return the page: those that can't finish come first, the others as they were named."""
    ordered = sorted(rows, key=lambda row: ("hangs", "unclear", "finishes").index(row.tone))
    ill = sum(row.tone == "hangs" for row in rows)
    return drawn(
        "index.html.j2",
        title=count(len(rows), "application"),
        verdict=f"{ill} can't finish" if ill else "each can finish",
        tone="hangs" if ill else "finishes",
        rows=ordered,
    )
