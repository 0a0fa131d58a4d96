"""Matches rules with objects and returns their preferences; later rules win key by key."""

from collections.abc import Sequence
from functools import reduce

from cmp.config.model import Placed
from cmp.model import Manifest
from cmp.objects.match import Matcher, MatchIndex, matcher
from cmp.order.intent.preference import Preference, preference
from cmp.value import Value


class Subject(Value):
    """A manifest and the rules that match it, in the order of the configuration."""

    manifest: Manifest
    rules: tuple[Placed, ...]

    def rules_with(self, key: str) -> str:
        """Return the names of the rules that set a key, "" if none does."""
        return "; ".join(placed.source for placed in self.rules if getattr(placed.rule, key))


def subjects(manifests: tuple[Manifest, ...], rules: tuple[Placed, ...]) -> tuple[Subject, ...]:
    """Return each manifest with the rules that match it."""
    index = MatchIndex(placed.rule.match for placed in rules)
    return tuple(
        Subject(manifest=manifest, rules=tuple(rules[number] for number in index.fitting(manifest)))
        for manifest in manifests
    )


def judged(found: tuple[Subject, ...], printed: Sequence[Manifest], rules: tuple[Placed, ...]) -> tuple[Subject, ...]:
    """Return the subjects with the binding rules that match what is printed of them, though not what was rendered.

    An application's own rules and patches change kinds, names and labels after they were matched: without this, what an
    operator enforces for a kind would not hold for an object that is made one of this kind.

    Args:
        found: each manifest with the rules that match it so far.
        printed: the manifests that are to be printed, in the order of those that no rule drops.
        rules: all rules, in the order of the configuration.
    """
    tests = [(placed, matcher(placed.rule.match)) for placed in rules if placed.binding]
    left = iter(printed)
    return tuple(
        subject if subject.rules_with("drop") else _with_more(subject, next(left), tests, rules) for subject in found
    )


def _with_more(
    subject: Subject, printed: Manifest, tests: Sequence[tuple[Placed, Matcher]], rules: tuple[Placed, ...]
) -> Subject:
    if printed is subject.manifest:
        return subject
    known = {id(placed) for placed in subject.rules}
    more = {id(placed) for placed, fits in tests if id(placed) not in known and fits(printed)}
    if not more:
        return subject
    return subject.replace(rules=tuple(placed for placed in rules if id(placed) in known | more))


def preferred(subject: Subject) -> Preference:
    """Return the preference of the rules for a manifest; later rules are laid over earlier ones."""
    return reduce(lambda lower, placed: _wish(placed).over(lower), subject.rules, Preference())


def firm_only(subject: Subject) -> Preference:
    """Return the preference of the operator's enforced rules for a manifest, whatever its application sets."""
    return preferred(subject.replace(rules=tuple(placed for placed in subject.rules if placed.enforced)))


def _wish(placed: Placed) -> Preference:
    rule = placed.rule
    return preference(rule, wave=rule.wave, override=rule.override, why=placed.source)
