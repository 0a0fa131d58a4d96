"""What objects are called: names that can be pasted into a shell, and back into `swell why`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from cmp.model import Ref


def labels(refs: Iterable[Ref]) -> Mapping[Ref, str]:
    """Return a name for each object that no other has: `Kind/name`, and no longer than it takes."""
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
    """Return objects of one kind as `Kind/name`, several with what differs in braces: `Deployment/web-{api,jobs}`."""
    names = [ref.name for ref in refs]
    if len(names) == 1:
        return f"{refs[0].kind}/{names[0]}"
    prefix = _common("-", names)
    return f"{refs[0].kind}/{prefix}{{{','.join(name.removeprefix(prefix) for name in names)}}}"


def listed(refs: Iterable[Ref]) -> str:
    """Return any objects in a line, those of a kind together."""
    kinds: dict[tuple[str, str], list[Ref]] = {}
    for ref in refs:
        kinds.setdefault((ref.group, ref.kind), []).append(ref)
    return ", ".join(named(alike) for alike in kinds.values())


def _common(separator: str, names: Sequence[str]) -> str:
    """Return the parts that all names begin with, the last part of none among them."""
    parts = [name.split(separator)[:-1] for name in names]
    shared = 0
    while all(len(own) > shared and own[shared] == parts[0][shared] for own in parts):
        shared += 1
    return "".join(part + separator for part in parts[0][:shared])
