"""a workload may need a Job that starts only when the workload is healthy.

Helm runs post-install hooks as soon as everything is applied, Argo CD when everything is healthy. If a workload becomes
healthy only after such a Job has run, the sync hangs, and no manifest says whether that is so. The finding is reported
where the workload has a readiness probe, or an init container that polls, and the Job sets up something that both use.
The Job's words say that it sets something up: migrate, init, schema, seed, setup, bootstrap or the like. Both use it if
they run one image, read one Secret or ConfigMap, or call one host. It is reported as well where an init container that
runs its image's own command names the Job in a variable. `swell plan` calls such a sync UNCLEAR.

If the workload needs the Job, say so in a rule, and Swell makes the Job a Sync hook before the workload, or in the same
wave where the Job calls the workload. If it does not, say so in a waiver.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cmp.argocd.hooks import own_hook_types
from cmp.checks.facts import Facts
from cmp.model import Finding, Ref, Severity, UnclearNeed
from cmp.text import among

SEVERITY = Severity.WARNING


def check(facts: Facts) -> Iterator[Finding]:
    """Find Jobs that a workload may need too early, once each."""
    for job, needs in _by_job(facts.unclear).items():
        first, *others = needs
        more = f"; likewise {', '.join(str(one.after) for one in others)}" if others else ""
        yield Finding(
            severity=SEVERITY,
            ref=job,
            message=f"it is a PostSync hook, and starts only when {first.after} is healthy, but {first.why}{more}",
            fix=order_fix(facts, needs),
        )


def order_fix(facts: Facts, needs: Iterable[UnclearNeed]) -> str:
    """Return the rules and the waivers to choose from, one of each for each Job, as keys of swell.yaml."""
    jobs = _by_job(needs)
    waivers = ", ".join(f"{{check: unclear-order, {_match(job)}, reason: ...}}" for job in jobs)
    return f"if that is so: {_moves(facts, jobs)}; if not: waivers: [{waivers}]"


def _moves(facts: Facts, jobs: Mapping[Ref, Sequence[UnclearNeed]]) -> str:
    """Return the rules that move Jobs to what needs them, in words where no rule reaches them."""
    if facts.application.by_hand:
        moves = [f"{job} a Sync hook {_where(facts, job, [one.after for one in found])}" for job, found in jobs.items()]
        return f"make {among(moves)}, {facts.by_rule('`hook: Sync`, `wave`', rules='rules')}"
    rules = (f"{{{_match(job)}, {_place(facts, job, [one.after for one in found])}}}" for job, found in jobs.items())
    return f"rules: [{', '.join(rules)}]"


def _by_job(needs: Iterable[UnclearNeed]) -> dict[Ref, list[UnclearNeed]]:
    alike: dict[Ref, list[UnclearNeed]] = {}
    for one in needs:
        alike.setdefault(one.before, []).append(one)
    return alike


def _where(facts: Facts, job: Ref, workloads: Sequence[Ref]) -> str:
    named = among([*map(str, workloads)])
    return f"in the wave of {named}" if _calls(facts, job, workloads) else f"before {named}"


def _calls(facts: Facts, job: Ref, workloads: Sequence[Ref]) -> bool:
    """Tell whether a Job calls one of the workloads, so that it can't come before them."""
    return any(edge.before in workloads and edge.after == job for edge in facts.edges)


def _match(job: Ref) -> str:
    return f"match: {{kind: {job.kind}, name: {job.name}}}"


def _place(facts: Facts, job: Ref, workloads: Sequence[Ref]) -> str:
    """Return the keys of a rule that places a Job; an author's hook moves only if a rule says so."""
    own = bool(own_hook_types(facts.objects.by_ref[job].head.annotations))
    if _calls(facts, job, workloads):
        return f"hook: Sync, wave: {facts.plan.step(workloads[0]).wave}{', override: true' if own else ''}"
    later = ", ".join(f"{{kind: {one.kind}, name: {one.name}}}" for one in workloads)
    return f"{'hook: Sync, override: true, ' if own else ''}before: [{later}]"
