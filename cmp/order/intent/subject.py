"""One object on its way through the stages of a render, with all that is decided of it."""

from functools import cached_property

from cmp.config.model import Placed
from cmp.model import Decision, Manifest, Place
from cmp.order.intent.patch_keys import writes
from cmp.value import Value


class Subject(Value):
    """An object as it was rendered and as it is written by now, with the rules that match it.

    `number` is its place among what was rendered. `decisions` are the changes to its metadata that rules and the order
    ask for, `suggested` those that are not made, since only suggestions are wanted. `overruled` are the preferences
    that were not followed, since the chart's author has set the annotation. `repairs` are the changes to its metadata
    without which the API server would refuse it.
    """

    number: int
    rendered: Manifest
    manifest: Manifest
    rules: tuple[Placed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    suggested: tuple[Decision, ...] = ()
    overruled: tuple[str, ...] = ()
    repairs: tuple[Decision, ...] = ()

    @cached_property
    def decided(self) -> Manifest:
        """The object with what was decided so far in its head; its text is still without."""
        return self.manifest.with_head(self.manifest.head.decided(self.decisions))

    def rules_with(self, key: str) -> str:
        """Return the names of the rules that set a key, "" if none does."""
        return "; ".join(placed.source for placed in self.rules if getattr(placed.rule, key))

    def is_enforced(self, place: Place, key: str) -> bool:
        """Tell whether a patch that the operator enforces decides about a label or an annotation of the object."""
        return self.is_patched_by_policy("metadata", str(place), key)

    def is_patched_by_policy(self, *path: str) -> bool:
        """Tell whether a patch that the operator enforces decides about the field at a path."""
        return any(placed.binding and writes(placed.rule.patch, path) for placed in self.rules)
