"""Writes the findings of the checks that report needs met too late."""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argocd.deadlock import fails_at_once
from cmp.argocd.hooks import Role, role
from cmp.checks.facts import Facts
from cmp.checks.lateness import Late, Sort
from cmp.model import Finding, Ref, Severity
from cmp.objects.match import matcher
from cmp.value import Value

_ACROSS = "make {after} a Sync hook in a wave after {before}, and let what waits for it come later still"
_BY_RULE = "in {rule} say `hook: Sync` and `wave: {later}` or higher, so that {before} comes first"
"""The fix where a rule of the configuration has made the hook."""
_FEW = 6  # hooks that are named one by one

_HOOK = "`hook: Sync`, `wave`"
"""What rules say that make Sync hooks."""


class Move(Value):
    """A fix that moves objects: what is done, and the keys of the rules that do it."""

    words: str
    keys: str = _HOOK
    rules: str = "rules"


EARLIER = Move(words="put {before}, and what {it_needs}, before {after}", keys="`wave: {wave}` or lower")
"""The fix where waves alone help."""


def told(facts: Facts, sort: Sort, move: Move) -> Iterator[Finding]:
    """Yield the findings of one of these checks, one for each object and severity.

    In words and keys of the move `{before}` and `{after}` are the objects, `{it_needs}` is said of the first, `{wave}`
    is the wave below that of `after`, `{later}` is the wave above all of `before`, and `{hooks}` says which hooks of
    their phase become Sync hooks with them. If the two are in different phases, no order of waves helps.
    """
    alike: dict[tuple[Ref, Severity], list[Late]] = defaultdict(list)
    for one in facts.late:
        if one.sort is sort:
            alike[one.edge.after, one.severity].append(one)
    for (after, severity), (first, *others) in alike.items():
        step = facts.plan.step(after)
        across = step.phase == "PreSync" != facts.plan.step(first.edge.before).phase
        before = [one.edge.before for one in (first, *others)]
        rule = _rule_of(facts, after) if across else ""
        yield Finding(
            severity=severity,
            ref=after,
            message=_message(facts, first) + (f"; likewise {', '.join(map(str, before[1:]))}" if others else ""),
            fix=(_BY_RULE if rule else _words(facts, Move(words=_ACROSS) if across else move)).format(
                rule=rule,
                before=", ".join(map(str, before)),
                after=after,
                it_needs="they need" if others else "that needs",
                wave=step.wave - 1,
                later=max(facts.plan.step(one).wave for one in before) + 1,
                hooks=_hooks(facts, before),
            ),
        )


def _words(facts: Facts, move: Move) -> str:
    return f"{move.words}, {facts.by_rule(move.keys, over=True, rules=move.rules)}"


def _rule_of(facts: Facts, ref: Ref) -> str:
    """Return the place of the rule that has made a hook of an object, "" if its author has."""
    rendered = next((manifest for manifest in facts.rendered if manifest.ref == ref), None)
    if rendered is None or role(rendered.head.annotations) is Role.HOOK:
        return ""
    rules = [placed for placed in facts.config.rules if placed.rule.hook and matcher(placed.rule.match)(rendered)]
    return rules[-1].source if rules else ""


def _hooks(facts: Facts, needed: list[Ref]) -> str:
    """Return the hooks that become Sync hooks: those needed, and all of their phase that come before one of them.

    A hook often needs what the one before it did, although no manifest says so.
    """
    last = max((facts.plan.step(ref) for ref in needed), key=lambda step: step.wave)
    steps = [step for step in facts.plan.steps if step.phase == last.phase and step.wave <= last.wave]
    earlier = [task.ref for step in steps if step is not last for task in step.tasks if task.hook]
    hooks = [*dict.fromkeys([*earlier, *needed])]
    if len(hooks) == 1:
        return f"{hooks[0]} a Sync hook in a wave"
    named = ", ".join(map(str, hooks)) if len(hooks) <= _FEW else f"the {len(hooks)} hooks up to {hooks[-1]}"
    return f"{named} Sync hooks, in this order, in waves"


def _message(facts: Facts, one: Late) -> str:
    edge, plan = one.edge, facts.plan
    here, there = plan.step(edge.after).name, plan.step(edge.before).name
    needs = f"it needs {edge.before} ({edge.whys[0]})" if edge.whys else f"it needs {edge.before}"
    if one.severity is Severity.ERROR:
        waiting = plan.steps[plan.awaited[one.held]]
        if fails_at_once(stall for stall in facts.stalls if stall.ref == one.held):
            held = "it is" if one.held == edge.after else f"{one.held} is"
            return (
                f"{needs}, which comes in {there}, but {waiting.name}, looks before that: "
                f"{held} Degraded, and the sync fails, at each try"
            )
        end = "has completed" if one.held.kind == "Job" else "is healthy"
        return (
            f"{needs}, which comes in {there}, but {waiting.name}, does not end before {one.held} {end}: the sync hangs"
        )
    if here != there:
        return f"{needs}, which comes later: in {there}, and not before {here}"
    if one.severity is Severity.INFO:
        return f"{needs}, which comes in the same wave: it waits by itself"
    return f"{needs}, which comes in the same wave: nothing makes it wait"
