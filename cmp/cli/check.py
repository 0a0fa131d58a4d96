"""`swell check`: prints the findings of the checks, for people and for pipelines."""

from collections.abc import Sequence

from cmp import __version__
from cmp.checks.registry import findings
from cmp.cli.output import say
from cmp.errors import RequestError
from cmp.model import Finding, Severity
from cmp.render.facts import sorted_facts
from cmp.render.pipeline import Build
from cmp.render.positions import positions
from cmp.render.run import LazySession, helm_runtime, refuse_empty, rendered
from cmp.report.findings import as_github, as_json, as_text
from cmp.request.model import AppRequest
from cmp.settings import Settings

_HARMLESS = (Severity.INFO,)


def check(request: AppRequest, *, settings: Settings, stream: str | None, form: str, twice: bool) -> int:
    """Print the findings, those of a stream without ordering it; return 1 if one of them is a warning or worse.

    Raises:
        RequestError: a stream is to be rendered twice.
    """
    if twice and stream is not None:
        raise RequestError("a stream can't be rendered twice", fix="name the application's folder with --twice")
    with LazySession(helm_runtime(settings)) as session:
        built = rendered(request, session, stream=stream, stages=None if stream is None else ())
        refuse_empty(built, stream)
        facts = sorted_facts(built.inputs, built.arranged)
        if twice:
            facts = facts.replace(again=rendered(request, session).arranged.objects)
        found = findings(facts)
        text = _written(form, found, built)
    if text:
        say(text)
    return 1 if any(finding.severity not in _HARMLESS for finding in found) else 0


def _written(form: str, found: Sequence[Finding], built: Build) -> str:
    match form:
        case "json":
            return as_json(found, positions(built))
        case "github":
            return as_github(found, positions(built))
        case "sarif":
            from cmp.checks.manual import pages
            from cmp.report.sarif import as_sarif

            rules = {page.name: (page.sentence, "\n\n".join((page.sentence, *page.paragraphs))) for page in pages()}
            return as_sarif(found, positions(built), rules=rules, version=__version__)
    app, namespace = built.inputs.application.name, built.inputs.application.namespace
    title = f"{app} → {namespace}" if namespace else app
    return as_text(found, title=title, objects=len(built.arranged.manifests))
