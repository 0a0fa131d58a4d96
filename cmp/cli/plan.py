"""`swell plan`: prints what a sync will do, and whether it can finish."""

import os
import time

from cmp.cli.asked import Asked
from cmp.cli.generate import warnings
from cmp.cli.in_turn import answers
from cmp.cli.output import note, show
from cmp.cli.taken_for import tell_of_applications
from cmp.cli.terminal import refuse_quiet
from cmp.errors import RequestError, SwellError, Under
from cmp.fleet.base_tree import at_revision
from cmp.fleet.second_sync import second_sync
from cmp.fleet.ways import SWELL, ToRender
from cmp.render.deletion_report import deletion_report
from cmp.render.run import LazySession, helm_runtime, refuse_empty, refuse_fatal
from cmp.render.stages import STAGES
from cmp.render.sync_report import sync_report
from cmp.render.timed_stages import timed
from cmp.report import deletion as deletion_text
from cmp.report import plan_text, plans
from cmp.report.formats import written
from cmp.report.sync import SyncReport
from cmp.report.verdict import FINISHES, HANGS, UNCLEAR, verdict
from cmp.settings import Settings
from cmp.text import pasted
from cmp.value import Value

_OF_ALL = ("text", "json")
"""The formats that show a sync which comes after another one, or a deletion."""


def delete(asked: Asked, *, settings: Settings, form: str, quiet: bool = False) -> int:
    """Print how Argo CD takes an application down, the verdict alone if it is to be `quiet`; return 1 if that hangs.

    Raises:
        RequestError: several applications are meant, or the format shows only syncs.
    """
    refuse_quiet(form, quiet=quiet)
    if asked.single is None:
        raise RequestError("--delete is about one application", fix="name its folder, or --app")
    if form not in _OF_ALL:
        raise RequestError(f"{form} shows a first sync alone", fix="leave --delete out, or say --format json")
    with LazySession(helm_runtime(settings)) as session:
        stages = () if asked.stream is not None else None
        built = asked.single.build(session, stream=asked.stream, stages=stages)
        refuse_empty(built, asked.stream)
        report = deletion_report(built)
        show(deletion_text.brief(report) if quiet else deletion_text.written(report, form), form)
        return 1 if report.verdict == HANGS else 0


class Look(Value):
    """How plans are shown: in the format `form`, html of several applications in the folder `output`.

    As text `every` object has a row of its own, or all is `quiet`: the verdict alone.
    """

    form: str = "text"
    output: str = ""
    every: bool = False
    quiet: bool = False

    def written(self, report: SyncReport) -> str:
        """Return a plan as it is to be shown."""
        if self.form != "text":
            return written(report, self.form)
        return plan_text.brief(report) if self.quiet else plan_text.written(report, every=self.every)


def plan(asked: Asked, *, settings: Settings, look: Look, since: str | None = None, told: bool = False) -> int:
    """Print the plan; return 1 if the sync would hang or fail, or if a check has a finding.

    Where `since` names a revision, it is that of the sync which comes after one of that revision. Each stage is `told`
    on stderr, if wanted, with the time that it takes.

    Raises:
        RequestError: the look is one of text, and another format is wanted.
    """
    if look.form != "text" and (look.every or look.quiet):
        raise RequestError("--all and -q are about text", fix="leave them out, or --format")
    if since is not None:
        return _after(asked, since, settings=settings, look=look)
    if asked.single is None:
        return _several(asked, settings, look)
    report, status = _planned(asked.single, settings, stream=asked.stream, told=told)
    show(look.written(report), look.form)
    return status


def _after(asked: Asked, revision: str, *, settings: Settings, look: Look) -> int:
    """Print the plan of a sync that comes after one of a revision; return its exit code.

    Raises:
        RequestError: several applications or a stream are meant, or the format shows only first syncs.
    """
    if asked.single is None or asked.stream is not None:
        if os.path.isdir(revision):
            fix = f"say both: swell plan {pasted(revision)} --from REVISION"
            raise RequestError(f"--from takes a revision, and {revision} is a folder", fix=fix)
        raise RequestError("--from is about one application, in a checkout of git", fix="name its folder, or --app")
    if look.form not in _OF_ALL:
        raise RequestError(f"{look.form} shows a first sync alone", fix="leave --from out, or say --format json")
    with (
        at_revision(revision, asked.single.request.home, settings=settings) as tree,
        LazySession(helm_runtime(settings)) as session,
    ):
        for sentence in tree.told:
            note(f"swell: note: {sentence}")
        built = asked.single.build(session)
        refuse_empty(built)
        with Under(tree.name):
            there = asked.at_revision(tree)
            before = there.build(session) if there else None
        if before is None:
            raise RequestError(f"--from: {tree.name} has no such application", fix="leave --from out: it is the first")
        report = second_sync(built, before, name=tree.name, request=asked.single.request)
        show(look.written(report), look.form)
        return max(warnings(built), 0 if verdict(report) in (FINISHES, UNCLEAR) else 1)


def _several(asked: Asked, settings: Settings, look: Look) -> int:
    """Print the plans of several applications; return the worst of their exit codes."""
    form = look.form
    if look.every:
        raise RequestError("--all shows one application, and several are meant", fix="name one, or leave it out")
    if form == "html":
        from cmp.cli.plan_pages import plan_pages

        return plan_pages(asked, lambda render: _planned(render, settings), settings=settings, output=look.output)
    if form not in plans.FORMS:
        raise RequestError(f"{form} shows one application, and several are meant", fix="name one, or say --format json")

    def work(render: ToRender) -> plans.Planned:
        report, status = _planned(render, settings)
        return plans.Planned.of(report, form, status)

    found = []
    for member, answer in answers(asked, work, settings=settings):
        one = plans.Planned.failed(member.name, answer) if isinstance(answer, SwellError) else answer
        found.append(one.replace(file=member.found.file, made_by=member.found.made_by) if member.found else one)
    show(plans.counted(found) if look.quiet else plans.written(found, form), form)
    return max((one.status for one in found), default=0)


def _planned(
    render: ToRender, settings: Settings, *, stream: str | None = None, told: bool = False
) -> tuple[SyncReport, int]:
    """Return the report on a sync, and the exit code; findings that may stop a render are told on stderr."""
    untouched = stream is not None
    with LazySession(helm_runtime(settings)) as session:
        stages = timed(STAGES, time.process_time, note) if told else STAGES
        built = render.build(session, stream=stream, stages=() if untouched else stages)
        refuse_empty(built, stream)
        if untouched:
            tell_of_applications([one.ref for one in built.arranged.manifests])
        if render.way == SWELL and not untouched:
            refuse_fatal(built)  # Argo CD gets no manifests, so that there is no sync
        report = sync_report(built, untouched=untouched, stages=stages)
    return report, max(warnings(built), 0 if verdict(report) in (FINISHES, UNCLEAR) else 1)
