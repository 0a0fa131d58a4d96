"""The answers for several applications as text: one line each, or a block of lines that stands apart."""

from collections.abc import Iterable

from cmp.errors import SwellError
from cmp.report.wrap import HANG, advised, wrapped
from cmp.text import printable


def apart(blocks: Iterable[str]) -> str:
    """Return blocks as text, with an empty line on both sides of each that has more than one line that wraps."""
    lines: list[str] = []
    for block in blocks:
        long = not all(line.startswith(HANG) for line in block.split("\n")[1:])
        lines += [""] if long and lines and lines[-1] else []
        lines += [block, *([""] if long else [])]
    return "\n".join(lines).rstrip("\n")


def no_answer(title: str, problem: SwellError) -> str:
    """Return the lines for an application of which nothing can be told; one line for what is left to Argo CD."""
    if not problem.exit_code:
        return printable("\n".join(wrapped(f"{title}   {problem.answer}: {problem.message}")))
    here = [line for told in problem.here.splitlines()[:1] for line in wrapped(f"here: {told}", "    ", "    ")]
    told = wrapped(str(problem), "  ", "  ")
    return printable("\n".join([*wrapped(f"{title}   {problem.answer}"), *told, *here, *advised(problem.fix, "    ")]))


def distinct(titles: Iterable[tuple[str, str]]) -> list[str]:
    """Return titles, with the place of each behind those that several have; they come as titles and places."""
    every = list(titles)
    names = [title for title, _ in every]
    return [f"{title} ({place})" if place and names.count(title) > 1 else title for title, place in every]
