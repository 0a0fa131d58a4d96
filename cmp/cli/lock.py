"""`swell lock`: pin what floats, move pins, copy what is pinned, and tell what is out of date."""

import os
from collections.abc import Mapping
from itertools import groupby

from cmp.cli.generate import kitchen_for
from cmp.cli.vendoring import copy_sources, fill_charts
from cmp.errors import RequestError, SourceError
from cmp.lock.cellar import Cellar
from cmp.lock.file import ENVIRONMENTS, Lock, from_file, is_environment, write
from cmp.lock.pinning import moved, promoted, relocked
from cmp.lock.pins import by_itself
from cmp.lock.stale import in_copies, in_lock
from cmp.lock.used import used
from cmp.lock.vendored import beside
from cmp.pipeline import survey
from cmp.pull.model import Pinned
from cmp.request import AppRequest
from cmp.sources.declared import Declared
from cmp.sources.places import Places
from cmp.value import Value

ALL = "*"


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
        if name and not is_environment(name):
            raise RequestError(f"{name!r} can't be an environment's name", cure=ENVIRONMENTS)

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
        filled = list(fill_charts(config, places)) if wanted.vendor and not wanted.check else []
        if not ours:
            print("\n".join(filled) or "nothing to lock: no file here declares `sources`")
            return 0
        count = 0
        for path, group in groupby(sorted(ours, key=lambda one: one.lock), key=lambda one: one.lock):
            declared = list(group)
            if wanted.check:
                count += _checked(path, declared, places)
            else:
                fresh = _locked(path, declared, cellar, wanted)
                if wanted.vendor or os.path.isdir(beside(path)):
                    copy_sources(path, fresh, declared, cellar, config=config, places=places)
        print(*filled, sep="\n", end="\n" if filled else "")
        return 1 if wanted.check and count else 0
    finally:
        cellar.close()


def _locked(path: str, declared: list[Declared], cellar: Cellar, wanted: Wanted) -> Lock:
    """Write one lock, print what has moved, and return it."""
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
    print("\n".join(lines) or f"{shown}: nothing moved")
    return new


def _checked(path: str, declared: list[Declared], places: Places) -> int:
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
