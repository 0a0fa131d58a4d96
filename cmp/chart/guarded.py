"""A copy of a chart in which no function may be called that returns something else each time.

The name of each such function is replaced by `fail`, which ends a render that calls it, with whatever it is called. A
render that does not end so has called none, and has printed what the chart itself prints.
"""

import os

from cmp.chart.actions import actions
from cmp.chart.archive import DAMAGED, Room
from cmp.chart.chart import PACKED
from cmp.chart.varying import calls
from cmp.errors import SourceError
from cmp.sources.files import copy_files
from cmp.system.walk import each_folder
from cmp.system.written import copying

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FAIL = "fail"


def write_guarded(chart: str, copy: str) -> None:
    """Write the copy of the chart in a folder.

    Raises:
        SourceError: there is no room, or an archive in it can't be read.
    """
    room = Room()
    with copying("the chart"):
        copy_files(chart, copy)
        for charts in list(_charts(copy)):
            for name in os.listdir(charts):
                if name.endswith(PACKED):
                    try:
                        _unpack(os.path.join(charts, name), room)
                    except DAMAGED:
                        raise SourceError(f"can't read charts/{name}", fix="pack it again: helm package") from None
        for path in list(_templates(copy)):
            _guard(path)


def _charts(folder: str) -> "Iterator[str]":
    for here, folders, _ in each_folder(folder):
        if os.path.basename(here) == "charts":
            yield here
        folders.sort()


def _templates(folder: str) -> "Iterator[str]":
    for here, _, names in each_folder(folder):
        if "templates" in os.path.relpath(here, folder).split("/"):
            yield from (os.path.join(here, name) for name in names)


def _unpack(path: str, room: Room) -> None:
    """Put a folder in the place of an archive."""
    top = os.path.dirname(path)
    with open(path, "rb") as file:
        for name, held in room.members(file, lambda _: True):
            if held is None or name.startswith(("/", "..")) or name.endswith(PACKED):
                raise SourceError(f"{os.path.basename(path)} holds what is not unpacked", fix="unpack it")
            target = os.path.join(top, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "xb") as written:
                written.write(held)
    os.unlink(path)


def _guard(path: str) -> None:
    with open(path, "rb") as file:
        held = file.read()
    if b"{{" not in held:
        return
    text = held.decode(errors="surrogateescape")
    parts, at = list[str](), 0
    for first, last, _ in actions(text):
        for start, end in calls(text[first:last]):
            parts += (text[at : first + start], _FAIL)
            at = first + end
    if parts:
        with open(path, "wb") as file:
            file.write("".join((*parts, text[at:])).encode(errors="surrogateescape"))
