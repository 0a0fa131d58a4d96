"""`swell lock`: pins sources, updates and promotes pins, copies pinned sources, and reports locks out of date."""

from collections.abc import Iterable
from contextlib import closing

from cmp.cli.output import say
from cmp.config.resolved import Resolved
from cmp.errors import RequestError, SourceError
from cmp.fleet.lock_survey import declarations, refuse_unknown, surveys
from cmp.lock.charts import copy_sources, fill_charts, outdated_charts
from cmp.lock.copies import beside
from cmp.lock.lockfile import ENVIRONMENTS, Lock, from_file, is_environment, write
from cmp.lock.pins import by_itself
from cmp.lock.session import LockSession
from cmp.lock.status import in_copies, in_lock
from cmp.lock.update import moved, promoted, relocked
from cmp.lock.usage import used
from cmp.render.run import helm_runtime
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.sources.declaration import Declared
from cmp.sources.model import Pinned
from cmp.sources.paths import PathResolver
from cmp.system.bounds import Bounds
from cmp.system.files import is_file, is_folder
from cmp.text import nearest
from cmp.value import Value

ALL = "*"
_NOTHING = "nothing to lock: no file here declares `sources`"
Ours = dict[str, tuple[Resolved, list[Declared]]]


class Wanted(Value):
    """The options of `swell lock`: `update` is a source's name or ALL, `promote` two environments."""

    update: str = ""
    promote: tuple[str, str] | None = None
    check: bool = False
    vendor: bool = False


def lock(request: AppRequest, *, settings: Settings, wanted: Wanted) -> int:
    """Write the locks of all sources that an application's files declare, and print the pins that have moved.

    Raises:
        RequestError: an option names an unknown source or an impossible environment.
    """
    for name in (request.text("environment"), *(wanted.promote or ())):
        if name and not is_environment(name):
            raise RequestError(f"{name!r} can't be an environment's name", fix=ENVIRONMENTS)

    def pin(one: Declared) -> Pinned | None:
        if wanted.update in (ALL, one.source.alias) and one.here:
            return None
        entry = from_file(one.lock, shown=one.shown).entry(one.source.alias, one.environment) if one.lock else None
        if entry and entry.source == one.source:
            return entry.pinned
        return by_itself(one.source) if one.exact else None

    runtime = helm_runtime(settings)
    with (
        Bounds(runtime.deadline, settings.memory_bytes),
        closing(LockSession(settings, runtime.deadline, pin=pin, copies=False)) as session,
    ):
        found = surveys(request, session=lambda: session)
        here = found[0]
        ours = declarations(found)
        _refuse_unknown_source(wanted.update, [one.source.alias for _, declared in ours.values() for one in declared])
        told = _charts(wanted, here)
        _say_each(told or ([] if ours else [_NOTHING]))
        stale = wanted.check and bool(told)
        if not ours:
            return int(stale)
        _refuse_unknown_environments(wanted, ours, request, here.resolver)
        for path, (one, declared) in _meant(wanted, ours).items():
            if wanted.check:
                stale |= _checked(path, declared, one.resolver)
            else:
                fresh = _locked(path, declared, session, wanted)
                if wanted.vendor or is_folder(beside(path)):
                    copy_sources(path, fresh, declared, session, config=one.config, resolver=one.resolver)
        return int(stale)


def _charts(wanted: Wanted, here: Resolved) -> list[str]:
    """Return a line for each change to the charts/ folders of the repository's own charts, made or still to be made."""
    if wanted.check:
        stale = list(outdated_charts(here.resolver))
        return [*stale, "fix: run `swell lock --vendor`, and commit what it writes"] if stale else []
    return list(fill_charts(here.config, here.resolver)) if wanted.vendor else []


def _say_each(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)


def _meant(wanted: Wanted, ours: Ours) -> Ours:
    """Return the locks to work on: for a promotion those with entries of its environments, or all if none has any."""
    known = {path: _sections(path, declared) for path, (_, declared) in ours.items()}
    return {path: ours[path] for path in ours if not known[path].isdisjoint(wanted.promote or ())} or ours


def _refuse_unknown_environments(wanted: Wanted, ours: Ours, request: AppRequest, resolver: PathResolver) -> None:
    """Refuse to write entries for an unknown environment, or to replace them with another environment's."""
    sections = {name for path, (_, declared) in ours.items() for name in _sections(path, declared)}
    for name in wanted.promote or ((request.text("environment"),) if wanted.update else ()):
        if name and name not in sections:
            refuse_unknown(name, ours, request, resolver)


def _sections(path: str, declared: list[Declared]) -> set[str]:
    return set(from_file(path, shown=declared[0].shown).environments)


def _locked(path: str, declared: list[Declared], session: LockSession, wanted: Wanted) -> Lock:
    """Write one lock, print the pins that have moved, and return the lock."""
    shown = declared[0].shown
    old = from_file(path, shown=shown)
    if wanted.promote:
        new = promoted(old, source=wanted.promote[0], target=wanted.promote[1])
    else:
        aliases = [one.source.alias for one in declared if wanted.update in (ALL, one.source.alias)]
        new = relocked(old, declared, resolve=session.resolved, update=aliases, environment=declared[0].environment)
    lines = moved(old, new)
    if new != old or not is_file(path):
        write(path, new, shown=shown)
    say("\n".join(lines) or f"{shown}: nothing moved")
    return new


def _checked(path: str, declared: list[Declared], resolver: PathResolver) -> bool:
    """Print what is wrong with one lock and its copies; return whether anything is."""
    shown = declared[0].shown
    found = from_file(path, shown=shown)
    lines = list(in_lock(found, declared)) if is_file(path) else ["it is missing"]
    if not lines and is_folder(beside(path)):
        lines += in_copies(path, found, used(path, resolver))
    _say_each(f"{shown}: {line}" for line in lines)
    if lines:
        say("fix: run `swell lock`, and commit what it writes")
    return bool(lines)


def _refuse_unknown_source(name: str, known: list[str]) -> None:
    if name and name != ALL and name not in known:
        close = nearest(name, known)
        listed = ", ".join(known) or "none"
        raise SourceError(
            f"there is no source {name} to update",
            here=f"declared are {listed}",
            fix=f"did you mean {close}?" if close else "name the folder before --update, and a source behind it",
        )
