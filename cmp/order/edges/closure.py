"""The transitive closure of needs."""

from collections.abc import Collection, Iterable, Mapping

from cmp.model import Ref


def closure(refs: Iterable[Ref], needs: Mapping[Ref, Collection[Ref]]) -> set[Ref]:
    """Return the objects with all that they need, directly or through others; `needs` holds the direct needs."""
    found = set(refs)
    todo = list(found)
    while todo:
        more = set(needs.get(todo.pop(), ())) - found
        found |= more
        todo += more
    return found
