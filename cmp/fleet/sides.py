"""Renders the two sides of a review: an application as it is, and as another revision, environment or Helm has it."""

from cmp.argocd.simulate import simulate
from cmp.errors import Under
from cmp.explain.value_causes import Valued, value_causes
from cmp.fleet.ways import ToRender
from cmp.objects.objects import Objects
from cmp.render.inputs import helm_call, render_values
from cmp.render.pipeline import Build
from cmp.render.run import LazySession, helm_runtime
from cmp.render.sync_report import sync_report
from cmp.report.verdict import headline
from cmp.review.compare import review
from cmp.review.model import Review, Side, Template
from cmp.review.upgrade_templates import upgrade_only
from cmp.settings import Settings
from cmp.value import Value


class Asked(Value):
    """A side to render: its name for people, and what to render, None where the application is not there yet."""

    name: str
    render: ToRender | None


def reviewed(old: Asked, new: Asked, *, settings: Settings) -> Review:
    """Return the review of two sides, with the values behind what differs.

    Raises:
        SwellError: a side can't be rendered; the error tells which.
    """
    with LazySession(helm_runtime(settings)) as session:
        after, there = _side(new, session)
        before, here = _side(old, session)
        deadline = session.runtime.deadline

        def goes_on() -> bool:
            return deadline.left() > deadline.seconds / 2  # the rest is for the review itself

        causes = value_causes(here, there, render=session.begin, goes_on=goes_on) if here and there else {}
        app = new.render.request.app if new.render else ""
        return review(app, before, after, causes)


def _side(asked: Asked, session: LazySession) -> tuple[Side, Valued | None]:
    """Return a side, and its values if it has a chart."""
    if asked.render is None:
        return _nothing(asked.name), None
    request = asked.render.request
    with Under(asked.name):  # what is wrong there may be in order on the other side
        built = asked.render.build(session)
        report = sync_report(built, untouched=False, stages=())
    side = Side(
        name=asked.name,
        objects=built.arranged.objects,
        plan=report.plan,
        verdict=headline(report),
        judge=report.judge,
        server_side="ServerSideApply=true" in (request.sync_options or ()),
        prunes=request.prunes,
        upgrade_only=_templates(built),
    )
    values = render_values(built.inputs)
    return side, Valued(stack=values.stack, call=helm_call(built.inputs)) if values else None


def _nothing(name: str) -> Side:
    """Return the side of an application that is not there yet."""
    return Side(name=name, objects=Objects(()), plan=simulate(()), verdict="")


def _templates(built: Build) -> tuple[Template, ...]:
    """Return the templates of hooks that only an upgrade renders."""
    values = render_values(built.inputs)
    if values is None:
        return ()
    origins = frozenset(one.origin.partition("/")[2] for one in built.arranged.rendered)
    return tuple(upgrade_only(values.chart.texts, origins))
