"""rule-matches-nothing: a rule concerns no object.

Most likely a chart's new version has renamed the object, and the order that the rule made is lost. Say
`optional: true` where an object is not always there.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity
from cmp.order.match import described

SEVERITY = Severity.FATAL
_SHOWN = 4


def check(facts: Facts) -> Iterator[Finding]:
    """Find rules that matched nothing and may not."""
    refs = [manifest.ref for manifest in facts.rendered]
    for placed in facts.idle:
        match = placed.rule.match
        kinds = [match.kind] if isinstance(match.kind, str) else match.kind or []
        alike = [str(ref) for ref in refs if ref.kind in kinds] or [str(ref) for ref in refs]
        wanted = f"{'/'.join(kinds)}/{match.name}"
        import difflib

        close = difflib.get_close_matches(wanted, alike, n=_SHOWN, cutoff=0.3) or alike[:_SHOWN]
        yield Finding(
            check="rule-matches-nothing",
            severity=SEVERITY,
            ref=None,
            message=f"{placed.who} matches nothing: {described(match)}",
            fix=f"there are {', '.join(close) or 'no objects at all'}; correct the rule, or say `optional: true`",
        )
