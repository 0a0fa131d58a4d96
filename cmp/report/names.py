"""Short names of objects, for a shell and for `swell why`, and the reasons of needs in sentences."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cmp.model import Edge, Ref

_LONGEST = 44  # characters of several names without a space


def labels(refs: Iterable[Ref]) -> Mapping[Ref, str]:
    """Return a unique name for each object: `Kind/name`, with more parts only where needed."""
    every = list(dict.fromkeys(refs))
    short = Counter((ref.kind, ref.name) for ref in every)
    middle = Counter((ref.kind, ref.namespace, ref.name) for ref in every)
    return {
        ref: f"{ref.kind}/{ref.name}"
        if short[ref.kind, ref.name] == 1
        else f"{ref.kind}/{ref.namespace}/{ref.name}"
        if middle[ref.kind, ref.namespace, ref.name] == 1
        else f"{ref.kind}.{ref.group}/{ref.namespace}/{ref.name}"
        for ref in every
    }


def named(refs: Sequence[Ref]) -> str:
    """Return objects of one kind as `Kind/name`; several share a prefix, as in `Deployment/web-{api,jobs}`.

    A line may break between the names of many.
    """
    names = [ref.name for ref in refs]
    if len(names) == 1:
        return f"{refs[0].kind}/{names[0]}"
    prefix = _common("-", names)
    rest = [name.removeprefix(prefix) for name in names]
    short = f"{refs[0].kind}/{prefix}{{{','.join(rest)}}}"
    return short if len(short) <= _LONGEST else f"{refs[0].kind}/{prefix}{{{', '.join(rest)}}}"


def listed(refs: Iterable[Ref]) -> str:
    """Return the names of objects on one line, grouped by kind."""
    kinds: dict[tuple[str, str], list[Ref]] = {}
    for ref in refs:
        kinds.setdefault(ref.group_kind, []).append(ref)
    return ", ".join(named(alike) for alike in kinds.values())


def _common(separator: str, names: Sequence[str]) -> str:
    """Return the leading parts that all names share, never a whole name."""
    parts = [name.split(separator)[:-1] for name in names]
    shared = 0
    while all(len(own) > shared and own[shared] == parts[0][shared] for own in parts):
        shared += 1
    return "".join(part + separator for part in parts[0][:shared])


_IT = re.compile(r"(?<![\w/.-])it(?![\w/.-])")


def said(edge: Edge) -> str:
    """Return the reason why one object needs another, with the other's name."""
    first, *more = edge.whys or ("needs it",)
    text = _IT.sub(lambda _: str(edge.before), first)
    named = text if edge.before.name in text else f"waits for {edge.before}: {text}"
    return named + (f", and {len(more)} more" if more else "")


def summed(edges: Iterable[Edge]) -> str:
    """Return the reason why an object needs others: the first reason, for all objects it applies to."""
    every = list(edges)
    if not every:
        return ""
    alike = [edge for edge in every if edge.whys[:1] == every[0].whys[:1] and _IT.search(" ".join(edge.whys[:1]))]
    if len(alike) < 2:  # noqa: PLR2004  (one alone is said in full)
        return said(every[0])
    return _IT.sub(lambda _: listed(dict.fromkeys(edge.before for edge in alike)), alike[0].whys[0])
