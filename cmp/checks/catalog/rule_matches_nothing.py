"""a rule matches no object.

The same holds for what its `after` or `before` names. Most likely a new version of the chart has renamed the object,
and the order that the rule made is lost. Say `optional: true` where an object does not always exist.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Ref, Severity
from cmp.objects.match import MatchIndex, described
from cmp.text import Speller

if TYPE_CHECKING:
    from cmp.config.model import Placed
    from cmp.config.spec_rules import Match

SEVERITY = Severity.FATAL
_SHOWN = 4
_COMPARED = 10  # so many rules are told the names most like theirs


def check(facts: Facts) -> Iterator[Finding]:
    """Find rules that match nothing without being optional, and those whose `after` or `before` matches nothing."""
    refs, speller = [manifest.ref for manifest in facts.rendered], Speller()
    for number, placed in enumerate(facts.idle):
        said = f"{placed.source} matches nothing"
        yield _finding(said, placed, placed.rule.match, refs, speller if number < _COMPARED else None)
    wanted = list(_wanted(facts.config.rules))
    index = MatchIndex(match for *_, match in wanted)
    met = {number for manifest in facts.rendered if wanted for number in index.fitting(manifest)}
    for number, (placed, key, match) in enumerate(wanted):
        if number not in met:
            said = f"{placed.source}: `{key}` matches nothing"
            yield _finding(said, placed, match, refs, speller if number < _COMPARED else None)


def _wanted(rules: "Iterable[Placed]") -> "Iterator[tuple[Placed, str, Match]]":
    """Yield what rules come before and after, each with the rule and its key."""
    for placed in rules:
        for key in () if placed.rule.optional else ("after", "before"):
            said = getattr(placed.rule, key)
            for match in said if isinstance(said, list) else [said] if said else []:
                yield placed, key, match


def _finding(message: str, placed: "Placed", match: "Match", refs: list[Ref], speller: Speller | None) -> Finding:
    close = _close(match, refs, speller) if speller else [str(ref) for ref in refs[:_SHOWN]]
    there = f"there {'is' if len(close) == 1 else 'are'} {', '.join(close) or 'no objects at all'}"
    return Finding(
        severity=SEVERITY,
        ref=None,
        message=f"{message}: {described(match)}",
        fix=f"{there}; correct the rule, or say `optional: true`",
        position=Position.of(placed.where),
    )


def _close(match: "Match", refs: list[Ref], speller: Speller) -> list[str]:
    """Return the objects whose names are most like what a match names, of its kinds if there are any."""
    kinds = [match.kind] if isinstance(match.kind, str) else match.kind or []
    alike = [str(ref) for ref in refs if ref.kind in kinds] or [str(ref) for ref in refs]
    wanted = f"{'/'.join(kinds)}/{match.name}"
    return speller.near(wanted, alike, most=_SHOWN, alike=0.3) or alike[:_SHOWN]
