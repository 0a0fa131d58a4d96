"""A review as Markdown for a comment: what matters first, and as much of the detail as a comment may hold."""

import html
import re
from collections.abc import Callable, Iterator, Mapping

from cmp.model import Ref
from cmp.report.review_words import counts, folds, images, judged, names, removed, rolls, verdicts
from cmp.report.value_text import shown
from cmp.review.model import Change, Changed, Review
from cmp.text import count, printable

MOST = 65_000
"""Characters of the whole; GitHub takes 65,536 of a comment."""
_FIRST = MOST // 2  # characters of what stands above the detail
_FENCE = re.compile(r"`{3,}")
_APART = "&#8203;"  # a space without a width
_NAMING = re.compile(r"^/|GH(?=-)|www(?=\.)|:(?=//)|[@#!%&~$]", re.IGNORECASE)
"""What names a user, an issue or an address with what follows, so that it is kept apart from that.

A paragraph that begins with a slash is a command to GitLab (`/merge`), with the rights of whose comment it is.
"""
_MARKUP = re.compile(r"[\\`*_{}\[\]|~$]")


def written(review: Review) -> str:
    """Return the review as Markdown; where it would be too long, the last objects are only counted."""
    known = names(review)
    head = brief(review)
    details, left = [], MOST - len(head)
    for number, changed in enumerate(review.changed):
        detail = printable("\n".join(_detail(changed, known[changed.ref])))
        more = f"\n\n... and {count(len(review.changed) - number, 'changed object')} more: `swell diff` shows all."
        if len(detail) + len(more) + 2 > left:
            details.append(more.lstrip())
            break
        details.append(detail)
        left -= len(detail) + 2
    return "\n\n".join([head, *details]) + "\n"


def brief(review: Review) -> str:
    """Return the review without the fields of what has changed."""
    return cut(printable("\n".join(_summary(review, names(review)))), _FIRST)


def cut(text: str, most: int, command: str = "swell diff") -> str:
    """Return a text of whole lines, with the number of those that are left out, which a command shows."""
    if len(text) <= most:
        return text
    kept = text[: most - 80].rpartition("\n")[0]
    return f"{kept}\n\n... and {count(text.count(chr(10)) - kept.count(chr(10)), 'line')} more: `{command}` shows all."


def _summary(review: Review, known: Mapping[Ref, str]) -> Iterator[str]:
    yield f"### {plain(review.app)}: {plain(review.old.name)} → {plain(review.new.name)}"
    yield f"\n**{plain(verdicts(review))}** · {counts(review)}"
    if said := judged(review):
        yield f"\n{plain(said)}"
    if review.dangers:
        yield "\n| danger | object | what happens |\n|---|---|---|"
    for danger in review.dangers:
        name = plain(known[danger.ref]) if danger.ref else ""
        yield f"| **{danger.severity}** {danger.sort} | {name} | {plain(danger.message)}. Fix: {plain(danger.fix)} |"
    if review.images:
        yield "\n| image | becomes | change | in |\n|---|---|---|---|"
    for row in images(review):
        yield f"| {' | '.join(plain(cell) for cell in row)} |"
    yield from _listed("Pods roll", rolls(review))
    yield from _listed("Moved in the sync", (f"{known[one.ref]}: {one.old} → {one.new}" for one in review.moves))
    yield from _listed("Added", (known[ref] for ref in review.added))
    yield from _listed("Removed", (known[ref] for ref in review.removed))
    if review.removed:
        yield f"\n{plain(removed(review))}"


def _listed(title: str, lines: Iterator[str]) -> Iterator[str]:
    every = list(lines)
    if every:
        yield f"\n**{title}**\n"
        yield from (f"- {plain(line)}" for line in every)


def _detail(changed: Changed, name: str) -> Iterator[str]:
    """Yield an object that folds, with its fields in a fence that none of their texts can close."""
    lines = [line for change in changed.changes for line in _fields(change)]
    causes = dict.fromkeys(f"{one.cause.value}, {one.cause.where}" for one in changed.changes if one.cause)
    folded = [f" ({folds(changed)})"] if changed.folded else []
    body = "\n".join([*lines, *(f" ← {cause}" for cause in causes), *folded])
    fence = "`" * max(3, *(len(found) + 1 for found in _FENCE.findall(body)), 3)
    yield f"<details><summary>{title(name)}</summary>\n\n{fence}diff\n{body}\n{fence}\n\n</details>"


def _fields(change: Change) -> Iterator[str]:
    """Yield a field as a diff has it, the older value before the newer one."""
    if change.diff:
        yield f" {change.path}:"
        yield from change.diff
        return
    if change.old is not None:
        yield f"-{change.path}: {shown(change.old)}"
    if change.new is not None:
        yield f"+{change.path}: {shown(change.new)}"


def plain(text: str) -> str:
    """Return a text in which no sign means anything to Markdown, nor names a user."""
    return _apart(text, lambda one: _MARKUP.sub(r"\\\g<0>", html.escape(one, quote=False)))


def title(text: str) -> str:
    """Return a text for a title that folds, which is HTML, where a backslash is one."""
    return _apart(text, html.escape)


def _apart(text: str, escaped: Callable[[str], str]) -> str:
    """Return a text on one line, with what names something kept apart from what follows."""
    line, parts, at = " ".join(text.split()), [], 0
    for found in _NAMING.finditer(line):
        parts += [escaped(line[at : found.end()]), _APART]
        at = found.end()
    return "".join([*parts, escaped(line[at:])])
