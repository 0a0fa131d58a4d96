"""Rules: which of them concern an object, and what they prefer for its order. Later ones win key by key."""

from functools import reduce

from cmp.config.model import Placed
from cmp.model import Manifest
from cmp.objects.match import matcher
from cmp.order.intent.preference import Preference, preference
from cmp.value import Value


class Subject(Value):
    """A manifest and the rules that concern it, in the order in which they stand."""

    manifest: Manifest
    rules: tuple[Placed, ...]

    def rules_with(self, key: str) -> str:
        """Return the rules that have something to say under a key, "" if none has."""
        return "; ".join(placed.source for placed in self.rules if getattr(placed.rule, key))


def subjects(manifests: tuple[Manifest, ...], rules: tuple[Placed, ...]) -> tuple[Subject, ...]:
    """Return each manifest with its rules."""
    tests = [(placed, matcher(placed.rule.match)) for placed in rules]
    return tuple(
        Subject(manifest=manifest, rules=tuple(placed for placed, fits in tests if fits(manifest)))
        for manifest in manifests
    )


def preferred(subject: Subject) -> Preference:
    """Return what the rules prefer for a manifest, later ones laid over earlier ones."""
    return reduce(lambda lower, placed: _wish(placed).over(lower), subject.rules, Preference())


def firm_only(subject: Subject) -> Preference:
    """Return what the operator's enforced rules prefer for a manifest, whatever its application thinks of order."""
    return preferred(subject.replace(rules=tuple(placed for placed in subject.rules if placed.enforced)))


def _wish(placed: Placed) -> Preference:
    rule = placed.rule
    return preference(rule, wave=rule.wave, override=rule.override, why=placed.source)
