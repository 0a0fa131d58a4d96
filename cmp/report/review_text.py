"""A review as text of at most 80 columns: the verdict, the dangers, then what differs."""

from collections.abc import Iterator, Mapping, Sequence

from cmp.model import Ref
from cmp.report.review_words import counts, folds, images, judged, names, removed, rolls, said, verdicts
from cmp.report.wrap import wrapped
from cmp.review.model import Change, Changed, Danger, Review
from cmp.text import printable

_LINES = 24  # of one text that differs


def written(review: Review) -> str:
    """Return the review as text."""
    known = names(review)
    blocks = [
        [
            *_wrapped(f"{review.app}: {review.old.name} → {review.new.name}"),
            *_wrapped(verdicts(review)),
            *_wrapped(counts(review)),
            *(_wrapped(said_by) if (said_by := judged(review)) else []),
        ],
        _titled("dangers", [line for one in review.dangers for line in _danger(one, known)]),
        _titled("images", [line for row in images(review) for line in _image(*row)]),
        _titled("pods roll", [line for told in rolls(review) for line in _wrapped(told, "  ")]),
        _titled(
            "moved in the sync", [line for one in review.moves for line in _move(known[one.ref], one.old, one.new)]
        ),
        [line for ref in review.added for line in _wrapped(f"+ {known[ref]}")],
        _gone(review, known),
        *(list(_changed(one, known[one.ref])) for one in review.changed),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def brief(review: Review) -> str:
    """Return the verdict, and in numbers what differs, in a line."""
    sides = f"{review.app}: {review.old.name} → {review.new.name}"
    return "\n".join(_wrapped("   ".join((sides, verdicts(review), counts(review)))))


def _titled(title: str, lines: Sequence[str]) -> list[str]:
    return [title, *lines] if lines else []


def _wrapped(text: str, indent: str = "", hang: str = "    ") -> list[str]:
    return wrapped(printable(text), indent, hang, cut=True)


def _danger(danger: Danger, known: Mapping[Ref, str]) -> Iterator[str]:
    where = f"{known[danger.ref]}: " if danger.ref else ""
    yield from _wrapped(f"{danger.severity.upper()} {danger.sort} {where}{danger.message}", "  ")
    yield from _wrapped(f"fix: {danger.fix}", "      ")


def _image(old: str, new: str, step: str, objects: str) -> Iterator[str]:
    yield from _wrapped(f"{old or '-'} → {new} ({step or 'written otherwise'})", "  ")
    yield from _wrapped(objects, "      ")


def _move(name: str, old: str, new: str) -> Iterator[str]:
    yield from _wrapped(f"{name}: {old} → {new}", "  ")


def _gone(review: Review, known: Mapping[Ref, str]) -> list[str]:
    lines = [line for ref in review.removed for line in _wrapped(f"- {known[ref]}")]
    return [*lines, *_wrapped(removed(review), "  ")] if lines else []


def _changed(changed: Changed, name: str) -> Iterator[str]:
    yield from _wrapped(f"~ {name}")
    for change in changed.changes:
        yield from _change(change)
    if changed.folded:
        yield f"    ({folds(changed)})"


def _change(change: Change) -> Iterator[str]:
    yield from _wrapped(said(change), "    ")
    for line in change.diff[:_LINES]:
        yield from _wrapped(f"{line[:1]} {line[1:]}", "        ", "  ")
    if len(change.diff) > _LINES:
        yield f"        and {len(change.diff) - _LINES} more lines"
    if change.cause:
        yield from _wrapped(f"← {change.cause.value}, {change.cause.where}", "        ")
