"""What one application needs of this machine: its Helm, and the sources that its files declare."""

import shutil
from collections.abc import Iterator, Sequence

from cmp.config.resolved import Resolved
from cmp.doctor.model import Result, Setup
from cmp.doctor.settings import policy
from cmp.errors import SwellError
from cmp.helm import versions
from cmp.lock import copies
from cmp.lock.pins import asked, locked, short
from cmp.lock.session import LockSession
from cmp.render.inputs import survey
from cmp.sources.declaration import Declared
from cmp.sources.pull.kinds import kind_of
from cmp.system.process import Deadline
from cmp.text import count

SECONDS = 10  # for one source
_LIMIT = "the time limit of swell doctor"


def application(setup: Setup) -> Iterator[Result]:
    """Yield whether an application's chart, Helm and sources are there, allowed, and answer within 10 seconds."""
    if any(result.fix for result in policy(setup)):  # reported by its own check; without a policy nothing is allowed
        return
    if setup.fault:
        yield Result.of(setup.fault, "request")
        return
    session = _session(setup)
    try:
        resolved = survey(setup.request, session=lambda: session)
        yield from _itself(setup, resolved)
    except SwellError as problem:
        yield Result.of(problem, setup.request.app)
        return
    finally:
        session.close()
    if resolved.config.helm:
        yield _helm(setup, resolved.config.helm)
    yield from reached(setup, tuple(dict.fromkeys(resolved.config.sources)))


def _itself(setup: Setup, resolved: Resolved) -> Iterator[Result]:
    """Tell where its chart and its configuration are; a chart in a source has to be pulled for that."""
    request, config = setup.request, resolved.config
    try:
        found = "" if config.chart.startswith("$") else resolved.files.chart_folder()
    except SwellError as problem:
        if setup.named or config.chart:
            yield Result.of(problem, request.app)
        return
    chart = (
        f"chart {resolved.resolver.shown(found) if found else config.chart}" if found or config.chart else "no chart"
    )
    files = ", ".join(config.where) or "no swell.yaml"
    number = len(dict.fromkeys(config.sources))
    sources = count(number, "source") if number else "no sources"
    yield Result(thing=request.app, text=f"{chart}, {files}, {sources}")


def _helm(setup: Setup, version: str) -> Result:
    try:
        return Result(thing=setup.request.app, text=f"Helm {version} is {versions.find(version, setup.settings)}")
    except SwellError as problem:
        return Result.of(problem, setup.request.app)


def reached(setup: Setup, sources: Sequence[Declared]) -> Iterator[Result]:
    """Tell of each source whether it can be reached, and how many were not asked by the end of the time for all."""
    for number, one in enumerate(sources):
        if not setup.deadline.left():
            rest, end = count(len(sources) - number, "source"), setup.deadline
            text = f"{rest} not asked: {end.source} is {end.seconds:.0f} s, and all before took them"
            yield Result(thing=setup.request.app, text=text, fix="correct those that do not answer, and try again")
            return
        yield _reached(setup, one)


def _reached(setup: Setup, one: Declared) -> Result:
    """Ask for a source as a render would, but for nothing of its content."""
    thing, source = f"${one.source.alias}", one.source
    if source.location.startswith("ssh:") and not shutil.which("ssh", path=setup.settings.path):
        return Result(thing=thing, text=f"{source.location} needs ssh, which is missing", fix="install openssh-client")
    session = _session(setup)
    try:
        pin = locked(one)
        if pin and copies.opened(one, pin):
            return Result(thing=thing, text=f"{source.location}: a copy of it is committed, so no server is asked")
        kind = kind_of(source)
        if one.exact and kind.unasked:
            return Result(thing=thing, text=f"{source.location}: {kind.unasked}")
        if pin and kind.confirm:  # what the branch is today does not matter then
            session.confirm(one, pin)
            return Result(thing=thing, text=f"{source.location} has {short(pin)}")
        session.resolved(one)
    except SwellError as problem:
        return Result.of(problem, thing)
    finally:
        session.close()
    return Result(thing=thing, text=f"{source.location} has {asked(source)}")


def _session(setup: Setup) -> LockSession:
    one = Deadline.after(SECONDS).replace(source=_LIMIT)
    return LockSession(setup.settings, min(one, setup.deadline, key=lambda deadline: deadline.moment))
