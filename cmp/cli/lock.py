"""Pinning sources, updating and promoting pins, copying pinned sources, and reporting locks out of date.

{"version": "swell.lock/v1", "exitCode",
 "locks": [{"file", "moved": [lines] or with --check "stale": [lines], "fix": a command, where something is stale}]}
"""

import json
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from typing import Any

from cmp.cli.chart_elsewhere import refuse_pulled
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
from cmp.text import nearest, printable_json
from cmp.value import Value

ALL = "*"
VERSION = "swell.lock/v1"
"""Of the shape of the JSON: fields may be added to it, and none changes its meaning or goes."""
CHARTS = "charts/"
_NOTHING = "nothing to lock: no file here declares `sources`"
Ours = dict[str, tuple[Resolved, list[Declared]]]


class Wanted(Value):
    """The options of `swell lock`: `update` is a source's name or ALL, `promote` two environments."""

    update: str = ""
    promote: tuple[str, str] | None = None
    check: bool = False
    vendor: bool = False


class _Told:
    """What is told of each lock and of `charts/`, at the end: a failure leaves stdout empty."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._texts: list[str] = []
        self._parts: list[dict[str, Any]] = []

    def lines(self, lines: Sequence[str], *, of: str, name: str, text: str = "") -> None:
        """Tell lines, or as text another one; `of` what they are, and `name` the file that they are about."""
        self._parts.append({"file": name, of: list(lines)})
        self._texts += [text] if text else lines

    @property
    def said(self) -> bool:
        """Whether anything was told."""
        return bool(self._parts)

    def fix(self, command: str) -> None:
        """Tell what fixes what was told last."""
        self._parts[-1]["fix"] = command
        self._texts.append(f"fix: run `{command}`, and commit what it writes")

    def end(self, status: int) -> int:
        """Print what was told, and return the exit code."""
        if self._form == "json":
            content = {"version": VERSION, "locks": self._parts, "exitCode": status}
            say(printable_json(json.dumps(content, indent=2, ensure_ascii=False)))
        elif self._texts:
            say("\n".join(self._texts))
        return status


def lock(request: AppRequest, *, settings: Settings, wanted: Wanted, form: str) -> int:
    """Write the locks of all sources that an application's files declare, and print the pins that have moved.

    Raises:
        RequestError: an option names an unknown source or an impossible environment, or the folder is a copy of a chart
            from elsewhere.
    """
    refuse_pulled(request)
    for name in (request.text("environment"), *(wanted.promote or ())):
        if name and not is_environment(name):
            raise RequestError(f"{name!r} can't be an environment's name", fix=ENVIRONMENTS)

    runtime = helm_runtime(settings)
    with (
        Bounds(runtime.deadline, settings.memory_bytes, settings.cpu_seconds),
        closing(LockSession(settings, runtime.deadline, pin=partial(_pin, wanted.update), copies=False)) as session,
    ):
        found = surveys(request, session=lambda: session)
        here = found[0]
        ours = declarations(found)
        _refuse_unknown_source(wanted.update, [one.source.alias for _, declared in ours.values() for one in declared])
        told = _Told(form)
        stale = _charts(wanted, here, told)
        if ours:
            _refuse_unknown_environments(wanted, ours, request, here.resolver)
        elif not told.said:
            told.lines([], of="moved", name="", text=_NOTHING)
        for path, (one, declared) in _meant(wanted, ours).items():
            if wanted.check:
                stale |= _checked(path, declared, one.resolver, told)
            else:
                fresh = _locked(path, declared, session, wanted, told)
                if wanted.vendor or is_folder(beside(path)):
                    copy_sources(path, fresh, declared, session, config=one.config, resolver=one.resolver)
        return told.end(int(stale))


def _pin(update: str, one: Declared) -> Pinned | None:
    """Return the pin that a source keeps, None where it is to be resolved."""
    if update in (ALL, one.source.alias) and one.here:
        return None
    entry = from_file(one.lock, shown=one.shown).entry(one.source.alias, one.environment) if one.lock else None
    if entry and entry.source == one.source:
        return entry.pinned
    return by_itself(one.source) if one.exact else None


def _charts(wanted: Wanted, here: Resolved, told: _Told) -> bool:
    """Tell each change to charts/ of the repository's own charts; return whether one is still to be made."""
    if wanted.check and (stale := list(outdated_charts(here.resolver))):
        told.lines(stale, of="stale", name=CHARTS)
        told.fix("swell lock --vendor")
        return True
    if wanted.vendor and (made := list(fill_charts(here.config, here.resolver))):
        told.lines(made, of="moved", name=CHARTS)
    return False


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


def _locked(path: str, declared: list[Declared], session: LockSession, wanted: Wanted, told: _Told) -> Lock:
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
    told.lines(lines, of="moved", name=shown, text="" if lines else f"{shown}: nothing moved")
    return new


def _checked(path: str, declared: list[Declared], resolver: PathResolver, told: _Told) -> bool:
    """Tell what is wrong with one lock and its copies; return whether anything is."""
    shown = declared[0].shown
    found = from_file(path, shown=shown)
    lines = list(in_lock(found, declared)) if is_file(path) else ["it is missing"]
    if not lines and is_folder(beside(path)):
        lines += in_copies(path, found, used(path, resolver))
    told.lines(lines, of="stale", name=shown, text="\n".join(f"{shown}: {line}" for line in lines))
    if lines:
        told.fix("swell lock")
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
