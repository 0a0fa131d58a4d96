"""`swell check`: prints the findings of the checks, for people and for pipelines."""

from typing import TYPE_CHECKING

from cmp.checks.registry import findings
from cmp.checks.repository.fights import Fight, fights
from cmp.cli.asked import Asked
from cmp.cli.baseline import against
from cmp.cli.in_turn import answers
from cmp.cli.output import show
from cmp.cli.taken_for import tell_of_applications
from cmp.cli.terminal import refuse_quiet
from cmp.errors import RequestError, SwellError
from cmp.fleet.found import Found
from cmp.fleet.ways import ToRender
from cmp.model import Ref
from cmp.render.facts import sorted_facts
from cmp.render.positions import positions
from cmp.render.run import LazySession, helm_runtime, refuse_empty
from cmp.report.check_formats import written
from cmp.report.check_text import brief
from cmp.report.checked import FAILING, Checked, CheckReport
from cmp.request.application import environment_named
from cmp.settings import Settings
from cmp.system.bounds import Bounds
from cmp.system.files import WATCH
from cmp.system.observed import Observations
from cmp.system.process import Deadline
from cmp.value import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cmp.checks.repository.facts import Deployed
    from cmp.fleet.members import Member
    from cmp.fleet.revisions_here import RevisionsHere

_PLACELESS = ("text",)  # formats that show no position, which takes time to find


class Gate(Value):
    """What lets findings pass: those below the severity `fail_on`, and those that the file `baseline` accepts.

    Where it `accepts`, that file gets all that is found now.
    """

    fail_on: str = "warning"
    baseline: str = ""
    accepts: bool = False


def check(asked: Asked, *, settings: Settings, form: str, twice: bool, gate: Gate, quiet: bool = False) -> int:
    """Print the findings, those of a stream without ordering it; return 1 if one does not pass the gate.

    Where it is `quiet`, how many there are of each severity.

    Raises:
        RequestError: a stream is to be rendered twice, or a format that is not for people is to be quiet.
    """
    refuse_quiet(form, quiet=quiet)
    if twice and asked.stream is not None:
        raise RequestError("a stream can't be rendered twice", fix="name the application's folder with --twice")
    placed = form not in _PLACELESS
    if asked.single:
        one, _ = _checked(asked.single, settings=settings, stream=asked.stream, twice=twice, placed=placed)
        report = CheckReport(applications=(one,))
    else:
        report = _several(asked, settings, twice=twice, placed=placed)
    report = against(report, gate.baseline, accepts=gate.accepts).failing(FAILING[gate.fail_on])
    if text := brief(report) if quiet else written(report, form):
        show(text, form)
    return report.status


def _several(asked: Asked, settings: Settings, *, twice: bool, placed: bool) -> CheckReport:
    """Return the report on several applications: each render keeps to SWELL_TIMEOUT, and so does all that follows."""

    def work(render: ToRender) -> tuple[Checked, Rendered]:
        WATCH.by = Observations()  # of this process, which renders one application
        one, what = _checked(render, settings=settings, stream=None, twice=twice, placed=placed)
        return one, what.replace(reached=WATCH.by.reached())

    told = list(answers(asked, work, settings=settings))
    with Bounds(Deadline.after(settings.timeout), settings.memory_bytes, settings.cpu_seconds):
        return _together(asked, told, settings)


def _together(
    asked: Asked, told: "Sequence[tuple[Member, tuple[Checked, Rendered] | SwellError]]", settings: Settings
) -> CheckReport:
    """Return the report on what was rendered, and on what only all of it together tells."""
    from cmp.checks.repository.facts import RepositoryFacts
    from cmp.checks.repository.registry import repository_findings
    from cmp.fleet.configuration import configurations, wholly_in
    from cmp.fleet.projects import projects_in
    from cmp.fleet.revisions_here import RevisionsHere
    from cmp.fleet.unreached import may_reach, unreached

    checked, deployed, reached, whole = [], [], set[str](), asked.all_
    revisions = RevisionsHere(settings)
    for member, answer in told:
        one, what = (Checked(app=member.name, problem=answer), Rendered()) if isinstance(answer, SwellError) else answer
        reached.update(what.reached)
        if one.problem:
            may = may_reach(member.found)
            whole = whole and may is not None
            reached.update(may or ())
        if found := member.found:
            one = one.replace(file=found.file, line=found.line, made_by=found.made_by)
            reached.update(found.reads)
            if found.document:
                deployed.append(_deployed(found, what, revisions))
        checked.append(one)
    facts = RepositoryFacts(
        applications=tuple(deployed),
        projects=tuple(projects_in(asked.paths)),
        unreached=tuple(unreached(asked.paths, reached)) if whole else (),
    )
    policy = next((member.render.request.policy for member in asked.members if member.render), "")
    here = wholly_in(asked.paths if asked.all_ and not any(one.problem for one in checked) else ())
    of_all = repository_findings(facts, configurations(policy), whole=here)
    together = Checked(app="all applications", findings=of_all)
    return CheckReport(applications=tuple(checked), together=together)


class Rendered(Value):
    """The objects of an application, their fields that a controller sets as well, and the files that were read."""

    objects: tuple[Ref, ...] = ()
    fights: tuple[Fight, ...] = ()
    reached: tuple[str, ...] = ()


def _deployed(found: Found, what: Rendered, revisions: "RevisionsHere") -> "Deployed":
    from cmp.checks.repository.facts import Deployed

    try:
        environment = environment_named(found.document, found.file)
    except SwellError:
        environment = ""
    return Deployed(
        file=found.file,
        line=found.line,
        document=found.document,
        environment=environment,
        objects=what.objects,
        fights=what.fights,
        revisions=tuple(revisions.named(found.file, found.document.get("spec") or {})),
    )


def _checked(
    render: ToRender, *, settings: Settings, stream: str | None, twice: bool, placed: bool
) -> tuple[Checked, Rendered]:
    with LazySession(helm_runtime(settings)) as session:
        built = render.build(session, stream=stream, stages=None if stream is None else ())
        refuse_empty(built, stream)
        if stream is not None:
            tell_of_applications([one.ref for one in built.arranged.manifests])
        facts = sorted_facts(built.inputs, built.arranged)
        if twice:
            facts = facts.replace(again=render.build(session).arranged.objects)
        found = findings(facts)
        if placed:
            at = positions(built)
            found = tuple(finding.replace(position=at(finding)) for finding in found)
        manifests = built.arranged.manifests
        what = Rendered(objects=tuple(one.ref for one in manifests), fights=fights(manifests))
    application = built.inputs.application
    one = Checked(
        app=application.name,
        namespace=application.namespace,
        objects=len(manifests),
        findings=found,
        judge=facts.judge,
    )
    return one, what
