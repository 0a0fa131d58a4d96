"""Makes the report on a sync from a build: its plan, what was changed, the findings, and a fix where one is needed."""

from collections.abc import Iterator, Sequence

from cmp.argocd.live import Live
from cmp.checks.catalog.unclear_order import order_fix
from cmp.checks.deadlock_fix import fix
from cmp.checks.facts import Facts
from cmp.checks.registry import UNCLEAR_ORDER, findings
from cmp.model import Finding, Ref, UnclearNeed
from cmp.order.edges.merge import merged
from cmp.render.facts import improved, sorted_facts, with_objects
from cmp.render.pipeline import Build
from cmp.render.stages import STAGES, Stage
from cmp.report.sync import SyncReport

_STDIN = "stdin"  # the title of a stream without a name
_INSTANCE = "app.kubernetes.io/instance"


def sync_report(
    built: Build, *, untouched: bool, stages: Sequence[Stage] = STAGES, live: Live | None = None
) -> SyncReport:
    """Return the report on the sync of a build, or of an untouched stream; `stages` would order that.

    They would also order what Argo CD renders itself. `live` is what the sync meets, None for the first one. What
    checks find of the objects is the same for both.
    """
    facts, application = sorted_facts(built.inputs, built.arranged), built.inputs.application
    found = findings(facts)
    unclear = _unclear(facts, found)
    if live:
        facts = facts.replace(live=live)
        unclear = tuple(one for one in unclear if {one.before, one.after}.isdisjoint(_as_before(facts)))
    better = improved(facts, stages) if untouched or application.by_hand else None
    ordered = with_objects(facts, better) if better else None
    app, namespace = _known(built) if untouched else (application.name, application.namespace)
    off = ", order is off" if built.inputs.config.mode == "off" else ""
    return SyncReport(
        app=app,
        namespace=namespace,
        title=f"{app} → {namespace}{off}" if namespace else app + off,
        plan=facts.plan,
        arranged=built.arranged,
        edges=merged([*facts.edges, *built.arranged.helms]),
        stalls=facts.stalls,
        fix=fix(facts, ordered) if facts.stalls else _fixes(found) or (order_fix(facts, unclear) if unclear else ""),
        judge=facts.judge,
        others=application.others,
        findings=found,
        unclear=unclear,
        undone=tuple(_undone(facts, ordered)) if ordered else (),
        hanging=(better or built.arranged).hanging,
    )


def _as_before(facts: Facts) -> frozenset[Ref]:
    """Return the objects that a sync finds as they are to be: what they may need has been there for them."""
    tasks = [task for task in facts.plan.tasks if task.live and task.unchanged]
    return frozenset(task.ref for task in tasks)


def _fixes(found: Sequence[Finding]) -> str:
    """Return the fixes for a sync that fails, "" if it does not."""
    return "; ".join(dict.fromkeys(one.fix for one in found if one.fails))


def _unclear(facts: Facts, found: Sequence[Finding]) -> tuple[UnclearNeed, ...]:
    """Return the unclear needs that are neither waived nor switched off."""
    told = {one.ref for one in found if one.check == UNCLEAR_ORDER.name}
    return tuple(one for one in facts.unclear if one.before in told)


def _undone(facts: Facts, ordered: Facts) -> Iterator[Ref]:
    """Yield the objects whose order Swell would change."""
    for manifest in facts.objects:
        other = ordered.objects.by_ref.get(manifest.ref)
        if (other.head.annotations if other else {}) != manifest.head.annotations:
            yield manifest.ref


def _known(built: Build) -> tuple[str, str]:
    """Return the release and namespace of a stream: from the options, else from its objects if they agree."""
    application = built.inputs.application
    heads = [manifest.head for manifest in built.arranged.manifests]
    releases = {head.labels[_INSTANCE] for head in heads if _INSTANCE in head.labels}
    namespaces = {head.namespace for head in heads if head.namespace}
    app = releases.pop() if application.name == _STDIN and len(releases) == 1 else application.name
    return app, application.namespace or (namespaces.pop() if len(namespaces) == 1 else "")
