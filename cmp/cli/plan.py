"""`swell plan`: prints what a sync will do, and whether it can finish."""

from collections.abc import Callable, Iterator, Sequence

from cmp.checks.deadlock_fix import fix
from cmp.checks.facts import Facts
from cmp.checks.lateness import UNCLEAR as UNCLEAR_ORDER
from cmp.checks.registry import findings
from cmp.cli.generate import warnings
from cmp.model import Finding, Ref, UnclearNeed
from cmp.order.edges.merge import merged
from cmp.render.facts import facts_of, improved
from cmp.render.pipeline import Build
from cmp.render.run import LazySession, helm_runtime, refuse_empty, rendered
from cmp.report.sync import SyncReport
from cmp.report.verdict import FINISHES, UNCLEAR, verdict
from cmp.request.model import AppRequest
from cmp.settings import Settings

_STDIN = "stdin"  # the title of a stream without a name
_INSTANCE = "app.kubernetes.io/instance"


def plan(request: AppRequest, *, settings: Settings, stream: str | None, form: str) -> int:
    """Print the plan; return 1 if the sync would hang or fail, or if a check has a finding."""
    untouched = stream is not None
    with LazySession(helm_runtime(settings)) as session:
        built = rendered(request, session, stream=stream, untouched=untouched)
        refuse_empty(built)
        report = sync_report(built, untouched=untouched)
    print(_writer(form)(report))
    return max(warnings(built), 0 if verdict(report) in (FINISHES, UNCLEAR) else 1)


def sync_report(built: Build, *, untouched: bool) -> SyncReport:
    """Return the report on the sync of a build, or of the documents in a stream."""
    facts, request = facts_of(built), built.inputs.request
    ordered, found = improved(built) if untouched else None, findings(facts)
    app, namespace = _known(built) if untouched else (request.app, request.namespace)
    off = ", order is off" if request.text("order") == "off" else ""
    return SyncReport(
        app=app,
        namespace=namespace,
        title=f"{app} → {namespace}{off}" if namespace else app + off,
        plan=facts.plan,
        arranged=built.arranged,
        edges=merged([*facts.edges, *built.arranged.helms]),
        stalls=facts.stalls,
        fix=fix(facts, ordered) if facts.stalls else _fixes(found),
        findings=found,
        unclear=_unclear(facts, found),
        undone=tuple(_undone(facts, ordered)) if ordered else (),
    )


def _fixes(found: Sequence[Finding]) -> str:
    """Return the fix for a sync that fails, else for one that is unclear."""
    failing = [one for one in found if one.fails] or [one for one in found if one.check == UNCLEAR_ORDER]
    return "; ".join(dict.fromkeys(one.fix for one in failing))


def _unclear(facts: Facts, found: Sequence[Finding]) -> tuple[UnclearNeed, ...]:
    """Return the unclear needs that are neither waived nor switched off."""
    told = {one.ref for one in found if one.check == UNCLEAR_ORDER}
    return tuple(one for one in facts.unclear if one.before in told)


def _undone(facts: Facts, ordered: Facts) -> Iterator[Ref]:
    """Yield the objects whose order Swell would change."""
    annotations = {manifest.ref: manifest.head.annotations for manifest in ordered.manifests}
    for manifest in facts.manifests:
        if annotations.get(manifest.ref, {}) != manifest.head.annotations:
            yield manifest.ref


def _known(built: Build) -> tuple[str, str]:
    """Return the release and namespace of a stream: from the options, else from its objects if they agree."""
    request = built.inputs.request
    heads = [manifest.head for manifest in built.arranged.manifests]
    releases = {head.labels[_INSTANCE] for head in heads if _INSTANCE in head.labels}
    namespaces = {head.namespace for head in heads if head.namespace}
    app = releases.pop() if request.app == _STDIN and len(releases) == 1 else request.app
    return app, request.namespace or (namespaces.pop() if len(namespaces) == 1 else "")


def _writer(form: str) -> Callable[[SyncReport], str]:
    """Return the function that writes a format; the modules of other formats are not imported."""
    if form == "json":
        from cmp.report import plan_json

        return plan_json.as_json
    if form == "mermaid":
        from cmp.report import mermaid

        return mermaid.as_mermaid
    if form == "html":
        from cmp.report import html_page

        return html_page.as_html
    from cmp.report import plan_text as lines

    return lines.text
