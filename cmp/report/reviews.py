"""The reviews of several applications: those that differ in full, the others as numbers.

{"version": "swell.diffs/v1", "old", "new", "exitCode",
 "applications": [{"application", "file", "before": why there was no answer, "exitCode",
                   "error": {"message", "fix"} | null,
                   "state": "same inputs" | "alike" | "different" | "new" | "mended" | "gone" |
                   "NO ANSWER" | "LEFT TO ARGO CD",
                   "review": as of one application}]}
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmp.errors import LeftError, SwellError
from cmp.model import Severity
from cmp.report import review_json, review_markdown, review_text
from cmp.report.blocks import distinct, no_answer
from cmp.report.review_words import counts, verdicts
from cmp.report.wrap import wrapped
from cmp.review.model import Review
from cmp.text import count, printable_json
from cmp.value import Value

VERSION = "swell.diffs/v1"
"""Of the shape of the JSON: fields may be added to it, and none changes its meaning or goes."""
SAME, ALIKE = "same inputs", "alike"
NEW, DIFFERENT, MENDED, GONE = "new", "different", "mended", "gone"
"""What became of an application. All that one of `SAME` is made of is the same, so that it is not rendered; one that is
`MENDED` could not be rendered before."""
_LAST = 80  # characters of the line that tells how many applications are left out
_LOUD = (SwellError.answer, DIFFERENT, MENDED, NEW, GONE, LeftError.answer)


class Reviewed(Value):
    """An application: what became of it, what differs in words, and in the form that is asked for.

    `dangers` are the lines of its dangers, `brief` is Markdown without details. Of one that gives no answer there is a
    `problem` alone, and of one that gave none `before` is why.
    """

    app: str
    state: str
    sync: str = ""
    differs: str = ""
    dangers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    brief: str = ""
    content: Mapping[str, Any] | None = None
    status: int = 0
    problem: SwellError | None = None
    before: str = ""
    file: str = ""

    @classmethod
    def of(cls, review: Review, form: str, status: int) -> "Reviewed":
        """Return a review in a form."""
        state = ALIKE if not review.differs else DIFFERENT if review.old.by_ref else NEW
        told: dict[str, Any] = {"content": review_json.content(review)} if form == "json" else {}
        if form == "text":
            told = {"text": review_text.written(review)}
        if form == "markdown":
            told = {"text": review_markdown.written(review), "brief": review_markdown.brief(review)}
        dangers = tuple(
            (one.severity.value, one.message) for one in review.dangers if one.severity is not Severity.INFO
        )
        return cls(
            app=review.app,
            state=state,
            sync=verdicts(review),
            differs=counts(review),
            dangers=dangers,
            status=status,
            **told,
        )

    @classmethod
    def failed(cls, app: str, problem: SwellError) -> "Reviewed":
        """Return what stands for an application that gave no answer."""
        return cls(app=app, state=problem.answer, problem=problem, status=problem.exit_code)


def written(reviews: Sequence[Reviewed], sides: tuple[str, str], form: str) -> str:
    """Return the reviews of the applications of two sides, which have names, as text, JSON or Markdown."""
    return {"json": _json, "markdown": _markdown, "text": _text}[form](reviews, sides)


def _titles(reviews: Sequence[Reviewed]) -> list[str]:
    return distinct((one.app, one.file) for one in reviews)


def _text(reviews: Sequence[Reviewed], sides: tuple[str, str]) -> str:
    loud = [(title, one) for title, one in zip(_titles(reviews), reviews, strict=True) if one.state in _LOUD]
    blocks = [
        no_answer(title, one.problem) if one.problem else _before(one) + (one.text or _gone(title))
        for title, one in loud
    ]
    return "\n\n".join([*blocks, counted(reviews, sides)])


def counted(reviews: Sequence[Reviewed], sides: tuple[str, str]) -> str:
    """Return how many applications there are on two sides, which have names, and how many of each state."""
    return "\n".join(wrapped(f"{' → '.join(sides)}: {', '.join(_counts(reviews))}"))


def _before(one: Reviewed) -> str:
    told = f"{one.app}: there was no answer before: {one.before}"
    return "\n".join([*wrapped(told, "", "    "), ""]) if one.before else ""


def _gone(title: str) -> str:
    told = f"{title}: no file here names it any more; what it has deployed stays until the Application is deleted"
    return "\n".join(wrapped(told, "", "    "))


def _counts(reviews: Sequence[Reviewed]) -> Iterator[str]:
    """Yield how many applications there are, and how many of each state."""
    yield count(len(reviews), "application")
    found = Counter(one.state for one in reviews)
    yield from (f"{found[state]} {state}" for state in (*_LOUD, ALIKE, SAME) if found[state])


def _json(reviews: Sequence[Reviewed], sides: tuple[str, str]) -> str:
    document = {
        "version": VERSION,
        "old": sides[0],
        "new": sides[1],
        "applications": [
            {
                "application": one.app,
                "file": one.file or None,
                "state": one.state,
                "review": one.content,
                "before": one.before or None,
                "error": {"message": str(one.problem), "fix": one.problem.fix} if one.problem else None,
                "exitCode": one.status,
            }
            for one in reviews
        ],
        "exitCode": max((one.status for one in reviews), default=0),
    }
    return printable_json(json.dumps(document, indent=2, ensure_ascii=False))


def _markdown(reviews: Sequence[Reviewed], sides: tuple[str, str]) -> str:
    """Return one comment: the dangers of all, a table, and of each application as much as a comment may hold."""
    plain = review_markdown.plain
    loud = [(title, one) for title, one in zip(_titles(reviews), reviews, strict=True) if one.state in _LOUD]
    dangers = [
        f"| {plain(name)} | **{severity}** | {plain(told)} |" for name, one in loud for severity, told in one.dangers
    ]
    rows = [f"| {plain(name)} | {plain(one.sync or one.state)} | {plain(_said(one))} |" for name, one in loud]
    head = [
        *(f"### {plain(sides[0])} → {plain(sides[1])}", "", ", ".join(_counts(reviews))),
        *_table("| application | danger | what happens |", dangers),
        *_table("| application | sync | what differs |", rows),
    ]
    text = review_markdown.cut("\n".join(head), review_markdown.MOST // 2)
    return text + "".join(_folds(loud, review_markdown.MOST - len(text))) + "\n"


def _folds(loud: Sequence[tuple[str, Reviewed]], most: int) -> Iterator[str]:
    """Yield what folds of each application: all of it where that fits beside what the others say in brief."""
    reviewed = [(name, one) for name, one in loud if one.brief]
    briefs = [_folded(name, one.brief) for name, one in reviewed]
    most -= _LAST
    for number, (name, one) in enumerate(reviewed):
        behind = sum(map(len, briefs[number + 1 :]))
        whole = _folded(name, one.text)
        block = whole if len(whole) + behind <= most else briefs[number]
        if len(block) > most:
            yield f"\n\n... and {count(len(reviewed) - number, 'application')} more: `swell diff` shows all."
            return
        most -= len(block)
        yield block


def _said(one: Reviewed) -> str:
    if one.before:
        return f"there was no answer before: {one.before}"
    return str(one.problem) if one.problem else one.differs or "what it has deployed stays until it is deleted"


def _table(head: str, rows: Sequence[str]) -> list[str]:
    return ["", head, f"|{'---|' * (head.count('|') - 1)}", *rows] if rows else []


def _folded(name: str, text: str) -> str:
    return f"\n\n<details><summary>{review_markdown.title(name)}</summary>\n\n{text.rstrip()}\n\n</details>"
