"""`swell plan`: prints what a sync will do, and whether it can finish."""

import time

from cmp.cli.generate import warnings
from cmp.cli.output import note, say
from cmp.render.run import LazySession, helm_runtime, refuse_empty, rendered
from cmp.render.stages import STAGES
from cmp.render.sync_report import sync_report
from cmp.render.timed_stages import timed
from cmp.report.formats import written
from cmp.report.verdict import FINISHES, UNCLEAR, verdict
from cmp.request.model import AppRequest
from cmp.settings import Settings


def plan(request: AppRequest, *, settings: Settings, stream: str | None, form: str, told: bool = False) -> int:
    """Print the plan; return 1 if the sync would hang or fail, or if a check has a finding.

    Each stage is `told` on stderr, if wanted, with the time that it takes.
    """
    untouched = stream is not None
    with LazySession(helm_runtime(settings)) as session:
        stages = timed(STAGES, time.process_time, note) if told else STAGES
        built = rendered(request, session, stream=stream, stages=() if untouched else stages)
        refuse_empty(built, stream)
        report = sync_report(built, untouched=untouched, stages=stages)
        text = written(report, form)
    say(text)
    return max(warnings(built), 0 if verdict(report) in (FINISHES, UNCLEAR) else 1)
