"""All that comes before some objects, one by way of another."""

from collections.abc import Collection, Iterable, Mapping

from cmp.model import Ref


def closure(refs: Iterable[Ref], needs: Mapping[Ref, Collection[Ref]]) -> set[Ref]:
    """Return the objects and all that they need; `needs` tells what each of them needs itself."""
    found = set(refs)
    todo = list(found)
    while todo:
        more = set(needs.get(todo.pop(), ())) - found
        found |= more
        todo += more
    return found
