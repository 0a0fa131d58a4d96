"""What arguments and options name: one application, or several, each of which is answered for by itself."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from cmp.cli.asked import Ask, Asked
from cmp.cli.options import reading, refuse_stream, request_and_stream
from cmp.cli.output import note
from cmp.cli.taken_for import taken_for
from cmp.errors import RequestError, SwellError
from cmp.fleet.found import found_in
from cmp.fleet.left_out import environments, left_out
from cmp.fleet.members import Asks, Member, holds_applications, members
from cmp.fleet.sets import Sets
from cmp.fleet.ways import ToRender
from cmp.settings import Settings
from cmp.system.files import is_file, is_there

_TOGETHER = "name applications, or pipe one stream"


def asked_for(
    paths: Sequence[str], apps: Sequence[str], options: Mapping[str, Any], *, stream: bool, natives: str
) -> Asked:
    """Return what arguments and options name.

    Args:
        paths: folders, files and `-`; with `apps` the one checkout that they lie in.
        apps: files of Applications.
        options: the other options, as `request_and_stream` takes them.
        stream: whether the command takes a rendered stream.
        natives: the way of Applications that Argo CD's own Helm renders; "" where those that it renders are refused.

    Raises:
        SwellError: a single application can't be asked for, or the arguments don't go together.
    """
    checkout = paths[0] if apps and paths else None
    if apps and len(paths) > 1:
        raise RequestError(f"{len(paths)} checkouts are named", here=", ".join(paths), fix="keep one of them")
    if not stream and "-" in paths:
        refuse_stream("-")
    if "-" in paths and len(paths) > 1:
        raise RequestError("- is a rendered stream, and stands alone", here=", ".join(paths), fix=_TOGETHER)
    with reading():
        one = single(paths, apps)
    if one:
        return Ask.of(options, checkout=checkout, way=natives).single(**one)
    for path in paths:
        if not is_there(path) and (fix := taken_for(path)):
            raise RequestError(f"{path} is neither a folder nor a file", fix=fix)
    places = tuple(apps or paths or (".",))
    found = members_of(places, options, natives=natives, checkout=checkout)
    return Asked(members=found, paths=places, all_=not options["environment"])


def members_of(
    places: Sequence[str], options: Mapping[str, Any], *, natives: str, checkout: str | None, top: str | None = None
) -> tuple[Member, ...]:
    """Return the several applications that files and folders name; the arguments are those of `asked_for`.

    All of them are read within SWELL_TIMEOUT. `top` is the root of the repository where no `.git` tells it.

    Raises:
        RequestError: none is of the environment, or an option is for one alone.
    """
    if options["name"]:
        raise RequestError("--name names one application, and several are meant", fix="leave it out, or name one")
    ask, left = Ask.of(options, checkout=checkout, way=natives), list[str]()
    asks = Asks(
        environment=options["environment"] or "",
        of_application=lambda found: ask.application(found.document, found.file),
        of_folder=lambda folder: ToRender(request=request_and_stream(source=folder, app=None, **options)[0]),
        of_set=Sets(Settings.read(os.environ), checkout or top),
        left_out=left.append,
    )
    with reading():
        found = members(places, asks)
    if not found:
        said = f"no Application here is of the environment {asks.environment}"
        raise RequestError(said, here=environments(left), fix="correct --env, or leave it out")
    if left and not top:
        note(f"swell: note: {left_out(asks.environment, left)}")
    return found


def single(paths: Sequence[str], apps: Sequence[str]) -> dict[str, Any]:
    """Return what names a single application, as `request_and_stream` takes it; nothing where several are meant."""
    if len(apps) == 1 and not _has_several(apps[0]):
        return {"app": apps[0], "source": paths[0] if paths else None}
    path = paths[0] if paths else "."
    if apps or len(paths) > 1 or (path != "-" and is_there(path) and holds_applications(path)):
        return {}
    return {"app": path, "source": None} if is_file(path) else {"app": None, "source": paths[0] if paths else None}


def _has_several(file: str) -> bool:
    """Tell whether a file holds several Applications, or a set of them."""
    try:
        found = list(found_in(file))
        return len(found) > 1 or any(one.is_set for one in found)
    except SwellError:
        return False  # told where it is read
