"""Matches rules with objects and returns their preferences; later rules win key by key."""

from collections.abc import Iterable, Mapping, Sequence

from cmp.argocd.annotations import HOOK, HOOK_DELETE_POLICY, SYNC_WAVE
from cmp.config.model import Placed
from cmp.model import Manifest, Place
from cmp.objects.match import MatchIndex, matcher
from cmp.order.intent.preference import Preference, preference
from cmp.order.intent.subject import Subject

_ANNOTATIONS = {"wave": SYNC_WAVE, "hook": HOOK, "delete_policy": HOOK_DELETE_POLICY}
"""The annotation that a preference is written into."""

Printed = Mapping[int, Manifest]
"""What was printed of objects that were changed, by their numbers."""


def matched(
    manifests: Iterable[Manifest], rules: Sequence[Placed], printed: Iterable[Printed] = ()
) -> Iterable[Subject]:
    """Yield each manifest with the rules that match it.

    An application's own rules and patches change kinds, names and labels after they were matched. Binding rules match
    what was printed, too: else what an operator enforces for a kind would not hold for an object that becomes one.

    Args:
        manifests: as they were rendered.
        rules: all rules, in the order of the configuration.
        printed: what was printed of them each time before.
    """
    index = MatchIndex(placed.rule.match for placed in rules)
    binding = [(number, matcher(placed.rule.match)) for number, placed in enumerate(rules) if placed.binding]
    for number, manifest in enumerate(manifests):
        fitting = set(index.fitting(manifest))
        for each in printed:
            if number in each:
                fitting |= {rule for rule, fits in binding if rule not in fitting and fits(each[number])}
        found = tuple(rules[rule] for rule in sorted(fitting))
        yield Subject(number=number, rendered=manifest, manifest=manifest, rules=found)


def missed(subjects: Iterable[Subject], rules: Sequence[Placed]) -> bool:
    """Tell whether a binding rule that an object was not matched with matches what it has become."""
    binding = [(placed, matcher(placed.rule.match)) for placed in rules if placed.binding]
    return any(
        fits(subject.manifest) and not any(placed is one for one in subject.rules)
        for subject in (subjects if binding else ())
        if subject.manifest is not subject.rendered
        for placed, fits in binding
    )


def preferred(subject: Subject) -> Preference:
    """Return the preference of the rules for a manifest; later rules are laid over earlier ones.

    What a patch of the operator's enforces, no rule of the application's changes. And to a rule that he enforces the
    chart's author is who rendered the object: an annotation that the application's own rules made is not kept.
    """
    annotations = _ANNOTATIONS.items()
    enforced = frozenset(key for key, name in annotations if subject.is_enforced(Place.ANNOTATIONS, name))
    rendered, now = subject.rendered.head.annotations, subject.decided.head.annotations
    foreign = frozenset(key for key, name in annotations if now.get(name) != rendered.get(name))
    found = Preference()
    for placed in subject.rules:
        wish = _wish(placed)
        if placed.binding:
            found = wish.replace(strong=wish.strong | (foreign & wish.said)).over(found)
        else:
            found = wish.without(enforced).over(found)
    return found.replace(enforced=enforced) if enforced else found


def firm_only(subject: Subject) -> Preference:
    """Return the preference of the operator's enforced rules for a manifest, whatever its application sets."""
    return preferred(subject.replace(rules=tuple(placed for placed in subject.rules if placed.enforced)))


def _wish(placed: Placed) -> Preference:
    rule = placed.rule
    return preference(rule, wave=rule.wave, override=rule.override, why=placed.source)
