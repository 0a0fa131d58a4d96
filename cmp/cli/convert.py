"""`swell convert`: prints a native Application, one of lovely's or a helmfile in plugin form, and proves it."""

import os

from cmp.cli.failure import story
from cmp.cli.here import here_of
from cmp.cli.output import note, say
from cmp.cli.proof import Proof, prove, write
from cmp.convert.files import Conversion, conversions
from cmp.errors import RequestError, SwellError
from cmp.fleet.found import found_in
from cmp.settings import Settings
from cmp.system.bounds import Bounds
from cmp.system.files import is_folder, is_there
from cmp.system.process import Deadline
from cmp.text import count

_SHOWN = 5  # names of objects that differ


def convert(path: str, *, checkout: str, settings: Settings, writes: bool) -> int:
    """Print or write the conversion; return 1 if the two ways do not render the same, or that can't be tried.

    What is known to render something else is not written. In a folder each file with an Application is converted.

    Raises:
        RequestError: the file holds nothing that can be converted, or a swell.yaml is there already.
    """
    if not is_folder(path):
        return _file(path, checkout=checkout, settings=settings, writes=writes)
    every = list(dict.fromkeys(one.file for one in found_in(path)))
    if not every:
        raise RequestError(f"{path} holds no Application", fix="name the file of an Application, or its folder")
    done = [one for one in every if not _is_converted(one)]
    status = 0
    for number, one in enumerate(done):
        try:
            ended = _file(one, checkout=checkout, settings=settings, writes=writes, first=number == 0)
        except SwellError as problem:
            note(story(problem))
            ended = problem.exit_code
        status = max(status, ended)
    note(f"swell: {count(len(every), 'file')} with Applications, {len(every) - len(done)} of Swell's already")
    return status


def _is_converted(path: str) -> bool:
    """Tell whether a file holds Applications alone that Swell renders already."""
    sources = [(one.document.get("spec") or {}).get("source") for one in found_in(path) if not one.is_set]
    names = [((source or {}).get("plugin") or {}).get("name", "") for source in sources]
    return bool(names) and all(name.partition("-")[0] == "swell" for name in names)


def _file(path: str, *, checkout: str, settings: Settings, writes: bool, first: bool = True) -> int:
    """Do that for one file, which is printed behind others unless it is the `first`."""
    top, here = here_of(path, settings)
    with Bounds(Deadline.after(settings.timeout), settings.memory_bytes):
        found = conversions(path, here)
    root = os.path.realpath(checkout) if checkout else top
    for one in found:
        if one.form.text and root and is_there(os.path.join(root, one.form.file)):
            raise RequestError(
                f"{one.form.file} is there already",
                where=path,
                here=", ".join(line.partition(":")[0] for line in one.form.text.splitlines() if line[:1].isalpha()),
                fix="add these keys to it by hand: `swell convert` prints them for a repository without it",
            )
    if writes:
        return _write(found, path, root, settings)
    say(("" if first else "---\n") + "---\n".join(_shown(one, path) for one in found), end="")
    return max([_told(one, _tried(one, root, settings)) for one in found], default=0)


def _shown(one: Conversion, path: str) -> str:
    """Return the files of a conversion, each behind a comment with its name."""
    application = f"# {path}\n{one.application}"
    return f"{application}---\n# {one.form.file}\n{one.form.text}" if one.form.text else application


def _write(found: list[Conversion], path: str, root: str, settings: Settings) -> int:
    if len(found) != 1:
        raise RequestError(
            f"{count(len(found), 'release')} make as many Applications",
            where=path,
            fix="print them instead: swell convert FILE > applications.yaml",
        )
    (one,) = found
    tried = _tried(one, root, settings)
    if isinstance(tried, Proof) and tried.others:
        return _told(one, tried)
    files = {os.path.join(root, one.form.file): one.form.text} if one.form.text else {}
    for name, text, within in (*((name, text, root) for name, text in files.items()), (path, one.application, "")):
        write(os.path.abspath(name), text, root=within)
        note(f"swell: wrote {os.path.relpath(name)}")
    return _told(one, tried)


def _tried(one: Conversion, root: str, settings: Settings) -> Proof | str:
    """Return the proof, or why there is none."""
    if not root:
        return "name its checkout, swell convert FILE CHECKOUT"
    try:
        return prove(one, root, settings=settings)
    except SwellError as problem:
        return str(problem)


def _told(one: Conversion, tried: Proof | str) -> int:
    """Tell whether both ways render the same, and what is left out; return 0 if they do."""
    for left in one.notes:
        note(f"swell: {one.name}: {left}")
    if isinstance(tried, str):
        note(f"swell: {one.name}: not proved: {tried}")
        return 1
    if tried.others:
        names = ", ".join(tried.others[:_SHOWN])
        more = f" and {len(tried.others) - _SHOWN} more" if len(tried.others) > _SHOWN else ""
        note(f"swell: {one.name}: {len(tried.others)} of {count(tried.objects, 'object')} differ: {names}{more}")
        return 1
    note(f"swell: {one.name}: proved: Helm renders the same {count(tried.objects, 'object')} through Swell")
    return 0
