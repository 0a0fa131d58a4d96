"""The sentences of a review that its text and its Markdown share."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cmp.argocd.annotations import SYNC_OPTIONS
from cmp.argocd.hooks import Role, role, words
from cmp.model import Ref, Severity
from cmp.report.names import labels, listed
from cmp.report.value_text import shown
from cmp.report.verdict import FAILS
from cmp.review.model import Change, Changed, Image, Review, Sort
from cmp.text import among, count, pasted

_SIDES = ("old", "new")
_UNPRUNED = "Prune=false"


def names(review: Review) -> Mapping[Ref, str]:
    """Return a unique name for each object of both sides."""
    return labels([*review.old.by_ref, *review.new.by_ref])


def verdicts(review: Review) -> str:
    """Return how the syncs of both sides end; a verdict is that of a sync where none of the objects is there yet."""
    old, new = review.old.verdict, review.new.verdict
    if not review.old.by_ref:
        return new
    both = f"{new}, as before" if old == new else f"{old} → {new}"
    refused = {one.ref for one in review.dangers if (one.sort, one.severity) == (Sort.REFUSED, Severity.ERROR)}
    if not refused:
        return both
    return f"{FAILS}: the API server refuses {count(len(refused), 'object')} (in an empty namespace: {both})"


def judged(review: Review) -> str:
    """Return by which Argo CD both sides are judged; one that is not there yet is judged by none."""
    sides = [side.judge for side in (review.old, review.new) if side.verdict]
    if len({(one.version, one.named) for one in sides}) < len(_SIDES):
        return sides[-1].told(waves=False) if sides else ""
    return f"Judged by Argo CD {' → '.join(f'{one.version} ({one.origin})' for one in sides)}."


def counts(review: Review) -> str:
    """Return in numbers what differs."""
    if not review.differs:
        return "nothing differs"
    parts = [
        count(len(review.dangers), "danger") if review.dangers else "",
        f"{len(review.added)} added" if review.added else "",
        f"{len(review.changed)} changed" if review.changed else "",
        f"{len(review.removed)} removed" if review.removed else "",
        f"{len(review.moves)} moved" if review.moves else "",
        f"{count(len(review.rolls), 'workload')} with new pods" if review.rolls else "",
    ]
    return ", ".join(filter(None, parts)) or "only the verdict differs"


def said(change: Change) -> str:
    """Return a changed field on one line: `path: old → new`."""
    if change.diff:
        return f"{change.path}:"
    if change.old is None:
        return f"{change.path}: added {shown(change.new)}"
    if change.new is None:
        return f"{change.path}: removed {shown(change.old)}"
    old, new = shown(change.old), shown(change.new)
    return f"{change.path}: {old} → {new}" if old != new else f"{change.path}: {new}, another one"


def folds(changed: Changed) -> str:
    """Return in words how many fields of an object differ that mean nothing."""
    return f"{len(changed.folded)} of its labels and checksums"


def rolls(review: Review) -> Iterator[str]:
    """Yield a sentence for each reason why pods are replaced, with the workloads that it holds for."""
    reasons: dict[str, list[Ref]] = {}
    for roll in review.rolls:
        reasons.setdefault(roll.why, []).append(roll.ref)
    for why, refs in reasons.items():
        yield f"{listed(refs)}, {why}"


def images(review: Review) -> Iterator[tuple[str, str, str, str]]:
    """Yield a row for each move of an image: the old one, the new one, how far it moves, and the objects."""
    moves: dict[tuple[str, str, str], list[Ref]] = {}
    for one in review.images:
        moves.setdefault(_move(one), []).append(one.ref)
    for (old, new, step), refs in moves.items():
        yield old, new, step, listed(dict.fromkeys(refs))


def _move(image: Image) -> tuple[str, str, str]:
    return image.old, image.new, image.step


def removed(review: Review) -> str:
    """Return what happens to the objects that are removed: they stay until a prune."""
    stay = [ref for ref in review.removed if _stays(review, ref)]
    hooks = [ref for ref in review.removed if role(review.old.by_ref[ref].head.annotations) is not Role.RESOURCE]
    pruned = [ref for ref in review.removed if ref not in (*stay, *hooks)]
    return "; ".join(filter(None, (_until(review, pruned), _kept(stay), _hooks(hooks))))


def _until(review: Review, refs: Sequence[Ref]) -> str:
    if not refs:
        return ""
    if review.new.prunes:
        return f"the next automated sync deletes {_them(refs)}"
    stay = "it stays" if len(refs) == 1 else "they stay"
    return f"{stay} until a prune: argocd app sync {pasted(review.app)} --prune"


def _kept(refs: Sequence[Ref]) -> str:
    return f"{among(_named(refs))} stays for good ({_UNPRUNED})" if refs else ""


def _hooks(refs: Sequence[Ref]) -> str:
    return f"{among(_named(refs))}: hooks are not pruned, what the last run left stays" if refs else ""


def _named(refs: Iterable[Ref]) -> list[str]:
    return [str(ref) for ref in refs]


def _them(refs: Sequence[Ref]) -> str:
    return "it" if len(refs) == 1 else "them"


def _stays(review: Review, ref: Ref) -> bool:
    return _UNPRUNED in words(review.old.by_ref[ref].head.annotations.get(SYNC_OPTIONS, ""))
