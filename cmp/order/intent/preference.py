"""The preferred wave, hook and delete policy of an object, with the origin of each."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from cmp.value import Value

if TYPE_CHECKING:
    from cmp.model import Edge, Ref
    from cmp.objects.objects import Objects


class Preference(Value):
    """Preferences for one object, None where there is none; `strong` ones replace what the chart's author wrote.

    A `hook` without any type means that a Helm hook should become an ordinary object. A wave is `written` where it
    would be the same without an annotation, so that a later run knows it for a given one. `enforced` are the keys that
    a patch of the operator's decides about, so that no rule or tier of the application's does.
    """

    wave: int | None = None
    hook: tuple[str, ...] | None = None
    delete_policy: tuple[str, ...] | None = None
    strong: frozenset[str] = frozenset()
    whys: tuple[tuple[str, str], ...] = ()
    written: bool = False
    enforced: frozenset[str] = frozenset()

    def over(self, lower: "Preference") -> "Preference":
        """Return this preference laid over another one, key by key."""
        said = {key: getattr(self, key) for key in self.said}
        strong = (lower.strong - said.keys()) | self.strong
        whys = tuple((dict(lower.whys) | dict(self.whys)).items())
        enforced = self.enforced | lower.enforced
        return lower.replace(**said, strong=strong, whys=whys, written=self.written or lower.written, enforced=enforced)

    @property
    def said(self) -> frozenset[str]:
        """The keys for which there is a preference."""
        return frozenset(key for key in _KEYS if getattr(self, key) is not None)

    def without(self, keys: Collection[str]) -> "Preference":
        """Return this preference without those for some keys."""
        left = tuple((key, why) for key, why in self.whys if key not in keys)
        return self.replace(**dict.fromkeys(keys), strong=self.strong - {*keys}, whys=left) if keys else self

    def why(self, key: str) -> str:
        """Return the origin of the preference for a key: a rule, a tier or a move."""
        return dict(self.whys).get(key, "")


class Preferences(Value):
    """The preference for each object, in the order of the objects, and the needs that it does not meet.

    `objects` are the objects as they were last looked at for that, with the annotations that they had then. `left_out`
    are the needs that would have closed a cycle; `helms` is the order that moved hooks had by their weights. `hanging`
    are the objects for which a sync would wait in vain in the order that was found, so that none is inferred.
    """

    preferences: tuple[Preference, ...]
    objects: "Objects"
    left_out: "tuple[Edge, ...]" = ()
    helms: "tuple[Edge, ...]" = ()
    hanging: "tuple[Ref, ...]" = ()


_KEYS = ("wave", "hook", "delete_policy")


def preference(said: Any, *, wave: int | None, override: bool, why: str) -> Preference:
    """Return the preference of a rule or tier, given as anything with `hook` and `delete_policy`, for an object."""
    found: dict[str, Any] = {"wave": wave, "hook": _many(said.hook), "delete_policy": _many(said.delete_policy)}
    present = [key for key in _KEYS if found[key] is not None]
    return Preference(**found, strong=frozenset(present if override else ()), whys=tuple((key, why) for key in present))


def _many(words: str | list[str] | None) -> tuple[str, ...] | None:
    return None if words is None else (words,) if isinstance(words, str) else tuple(dict.fromkeys(words))
