"""`swell lock`: pin what floats, move pins, copy what is pinned, and tell what is out of date."""

import os
import re
from collections.abc import Mapping
from itertools import groupby

from cmp.cli.generate import kitchen_for
from cmp.errors import RequestError, SourceError
from cmp.lock.cellar import Cellar
from cmp.lock.file import Entry, from_file, write
from cmp.lock.pinning import moved, promoted, relocked
from cmp.lock.pins import by_itself
from cmp.lock.stale import in_copies, in_lock
from cmp.lock.used import used
from cmp.lock.vendor import vendor
from cmp.lock.vendored import beside
from cmp.pipeline import survey
from cmp.pull.model import Pinned
from cmp.request import AppRequest
from cmp.sources.declared import Declared
from cmp.sources.places import Places
from cmp.value import Value

ALL = "*"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?<!\.yaml)")  # it becomes a part of a folder's name


class Wanted(Value):
    """What the options ask for: `update` is a source's name or ALL, `promote` two environments."""

    update: str = ""
    promote: tuple[str, str] | None = None
    check: bool = False
    vendor: bool = False


def lock(request: AppRequest, *, environ: Mapping[str, str], wanted: Wanted) -> int:
    """Write the locks of all sources that an application's files declare, and print what has moved.

    Raises:
        RequestError: an option names a source or an environment that there can't be.
    """
    for name in (request.text("environment"), *(wanted.promote or ())):
        if name and not _NAME.fullmatch(name):
            raise RequestError(f"{name!r} can't be an environment's name", cure="take letters, digits, dots and dashes")

    def pin(one: Declared) -> Pinned | None:
        if wanted.update in (ALL, one.source.alias) and one.here:
            return None
        entry = from_file(one.lock, shown=one.shown).entry(one.source.alias, one.environment) if one.lock else None
        if entry and entry.source == one.source:
            return entry.pinned
        return by_itself(one.source) if one.exact else None

    kitchen = kitchen_for(environ)
    cellar = Cellar(kitchen.environ, kitchen.deadline, pin=pin, copies=False)
    try:
        places, config = survey(request, cellar=lambda: cellar)
        ours = [one for one in config.sources if one.lock and one.here]
        _refuse_unknown(wanted.update, [one.source.alias for one in ours])
        if not ours:
            print("nothing to lock: no file here declares `sources`")
            return 0
        count = 0
        for path, group in groupby(sorted(ours, key=lambda one: one.lock), key=lambda one: one.lock):
            declared = list(group)
            count += (_checked if wanted.check else _locked)(path, declared, cellar, places, wanted)
        return 1 if wanted.check and count else 0
    finally:
        cellar.close()


def _locked(path: str, declared: list[Declared], cellar: Cellar, places: Places, wanted: Wanted) -> int:
    """Write one lock, and its copies where there are any or some are wanted; print what has moved."""
    shown = declared[0].shown
    old = from_file(path, shown=shown)
    if wanted.promote:
        new = promoted(old, source=wanted.promote[0], target=wanted.promote[1])
    else:
        aliases = [one.source.alias for one in declared if wanted.update in (ALL, one.source.alias)]
        new = relocked(old, declared, resolve=cellar.resolved, update=aliases, environment=declared[0].environment)
    lines = moved(old, new)
    if new != old or not os.path.isfile(path):
        write(path, new, shown=shown)
    if wanted.vendor or os.path.isdir(beside(path)):
        vendor(path, new, used(path, places), lambda entry: _stored(entry, declared, cellar))
    print("\n".join(lines) or f"{shown}: nothing moved")
    return len(lines)


def _checked(path: str, declared: list[Declared], cellar: Cellar, places: Places, wanted: Wanted) -> int:  # noqa: ARG001
    """Print what is wrong with one lock and its copies."""
    shown = declared[0].shown
    found = from_file(path, shown=shown)
    lines = list(in_lock(found, declared)) if os.path.isfile(path) else ["it is missing"]
    if not lines and os.path.isdir(beside(path)):
        lines += in_copies(path, found, used(path, places))
    for line in lines:
        print(f"{shown}: {line}")
    if lines:
        print("cure: run `swell lock`, and commit what it writes")
    return len(lines)


def _stored(entry: Entry, declared: list[Declared], cellar: Cellar) -> str:
    one = next(one for one in declared if one.source.alias == entry.source.alias)
    return cellar.stored(one.replace(source=entry.source), entry.pinned).folder


def _refuse_unknown(name: str, known: list[str]) -> None:
    if name and name != ALL and name not in known:
        import difflib

        close = difflib.get_close_matches(name, known, n=1)
        listed = ", ".join(known) or "none"
        raise SourceError(
            f"there is no source {name} to update",
            here=f"declared are {listed}",
            cure=f"did you mean {close[0]}?" if close else "name the folder before --update, and a source behind it",
        )
