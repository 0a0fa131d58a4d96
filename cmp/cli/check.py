"""`swell check`: prints the findings of the checks, for people and for pipelines."""

import os
from collections.abc import Sequence

from cmp import __version__
from cmp.checks.registry import findings
from cmp.cli.output import say
from cmp.errors import RequestError
from cmp.model import Finding, Severity
from cmp.render.facts import facts_of
from cmp.render.pipeline import Build
from cmp.render.run import LazySession, helm_runtime, refuse_empty, rendered
from cmp.report.findings import SourceLine, as_github, as_json, as_text
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.system.files import is_file

_HARMLESS = (Severity.INFO,)


def check(request: AppRequest, *, settings: Settings, stream: str | None, form: str, twice: bool) -> int:
    """Print the findings, those of a stream without ordering it; return 1 if one of them is a warning or worse.

    Raises:
        RequestError: a stream is to be rendered twice.
    """
    if twice and stream is not None:
        raise RequestError("a stream can't be rendered twice", fix="name the application's folder with --twice")
    with LazySession(helm_runtime(settings)) as session:
        built = rendered(request, session, stream=stream, untouched=stream is not None)
        refuse_empty(built)
        facts = facts_of(built)
        if twice:
            facts = facts.replace(again=facts_of(rendered(request, session)).manifests)
        found = findings(facts)
        text = _written(form, found, built)
    if text:
        say(text)
    return 1 if any(finding.severity not in _HARMLESS for finding in found) else 0


def _written(form: str, found: Sequence[Finding], built: Build) -> str:
    match form:
        case "json":
            return as_json(found)
        case "github":
            return as_github(found, _places(built))
        case "sarif":
            from cmp.checks.manual import pages
            from cmp.report.sarif import as_sarif

            rules = {page.name: (page.sentence, "\n\n".join((page.sentence, *page.paragraphs))) for page in pages()}
            return as_sarif(found, _places(built), rules=rules, version=__version__)
    request = built.inputs.request
    title = f"{request.app} → {request.namespace}" if request.namespace else request.app
    return as_text(found, title=title, objects=len(built.arranged.manifests))


def _places(built: Build) -> SourceLine:
    """Return a function that gives a finding's file: the template of its object, else swell.yaml."""
    inputs = built.inputs
    origins = {manifest.ref: manifest.origin for manifest in built.arranged.manifests}
    configured = next(iter(inputs.config.where), "swell.yaml")

    def place(finding: Finding) -> str:
        origin = origins.get(finding.ref, "") if finding.ref else ""
        below = os.path.join(inputs.chart, origin.partition("/")[2]) if inputs.chart and origin else ""
        name, revision = inputs.resolver.named(below) if below else ("", "")
        here = name and not revision and is_file(os.path.join(inputs.resolver.root, name))
        return name if here else origin or configured

    return place
