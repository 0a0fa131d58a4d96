"""rule-matches-nothing: a rule matches no object.

The same holds for what its `after` or `before` names. Most likely a new version of the chart has renamed the object,
and the order that the rule made is lost. Say `optional: true` where an object does not always exist.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Ref, Severity
from cmp.objects.match import described, matcher
from cmp.text import near

if TYPE_CHECKING:
    from cmp.config.spec_rules import Match

SEVERITY = Severity.FATAL
_SHOWN = 4


def check(facts: Facts) -> Iterator[Finding]:
    """Find rules that match nothing without being optional, and those whose `after` or `before` matches nothing."""
    refs = [manifest.ref for manifest in facts.rendered]
    for placed in facts.idle:
        yield _finding(f"{placed.source} matches nothing", placed.where, placed.rule.match, refs)
    for placed in facts.config.rules:
        for key in () if placed.rule.optional else ("after", "before"):
            wanted = getattr(placed.rule, key)
            for match in wanted if isinstance(wanted, list) else [wanted] if wanted else []:
                if not any(map(matcher(match), facts.rendered)):
                    yield _finding(f"{placed.source}: `{key}` matches nothing", placed.where, match, refs)


def _finding(message: str, where: str, match: "Match", refs: list[Ref]) -> Finding:
    kinds = [match.kind] if isinstance(match.kind, str) else match.kind or []
    alike = [str(ref) for ref in refs if ref.kind in kinds] or [str(ref) for ref in refs]
    wanted = f"{'/'.join(kinds)}/{match.name}"
    close = near(wanted, alike, most=_SHOWN, alike=0.3) or alike[:_SHOWN]
    return Finding(
        check="rule-matches-nothing",
        severity=SEVERITY,
        ref=None,
        message=f"{message}: {described(match)}",
        fix=f"there are {', '.join(close) or 'no objects at all'}; correct the rule, or say `optional: true`",
        position=Position.of(where),
    )
