"""Decides the order of all objects: which annotations of hooks and waves each of them gets and loses."""

from collections.abc import Sequence

from cmp.config.model import Config
from cmp.objects.objects import Objects
from cmp.order import annotations
from cmp.order.intent.needed import needs_ordering
from cmp.order.intent.preference import Preference, Preferences
from cmp.order.intent.rules import firm_only, preferred
from cmp.order.intent.subject import Subject


def decide(subjects: Sequence[Subject], objects: Objects, config: Config) -> tuple[tuple[Subject, ...], Preferences]:
    """Return the subjects with the decisions for their order, and the preferences that led there.

    With `order: off` only those rules count that the operator enforces; what else would change is suggested where
    suggestions are wanted.

    Args:
        subjects: the objects, with what rules ask for.
        objects: the same as a collection.
        config: its tiers, rules, `infer` and `mode` are used.

    Raises:
        ConfigError: declarations form a cycle, or pinned objects leave no wave for those that come after them.
    """
    if config.mode == "off":
        found = Preferences(preferences=tuple(map(firm_only, subjects)), objects=objects)
    else:
        found = _preferences(subjects, objects, config)
    suggest = config.mode == "suggest"
    pairs = zip(subjects, found.preferences, strict=True)
    return tuple(
        _decided(one, preference, firm_only(one) if suggest else preference) for one, preference in pairs
    ), found


def _preferences(subjects: Sequence[Subject], objects: Objects, config: Config) -> Preferences:
    """Return each object's preference; bodies of objects are read only if their heads show that order may matter."""
    given = objects.replace(one.decided for one in subjects)
    ruled = tuple(map(preferred, subjects))
    if not needs_ordering([one.head for one in annotations.preferred(given, ruled)], config):
        return Preferences(preferences=ruled, objects=given)

    from cmp.order.harmless import harmless

    return harmless(given, ruled, config)


def _decided(subject: Subject, preference: Preference, held: Preference) -> Subject:
    """Return a subject with the decisions for its order: those of `held` are made, all others suggested."""
    wanted = tuple(annotations.decisions(subject.decided, preference))
    made = wanted if held is preference else tuple(annotations.decisions(subject.decided, held))
    overruled = tuple(annotations.overruled(subject.decided.head.annotations, preference))
    if not wanted and not made and not overruled:
        return subject
    return subject.replace(
        decisions=(*subject.decisions, *made),
        suggested=tuple(one for one in wanted if one not in made),
        overruled=overruled,
    )
