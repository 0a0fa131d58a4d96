"""Reading a chart's folder as Helm loads it: what .helmignore leaves, and charts in folders and in archives alike.

Source: LoadFiles in pkg/chart/loader/load.go of Helm 3, pkg/chart/v2/loader/load.go of Helm 4.
"""

import io
import os
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import IO

from cmp.chart.archive import BROKEN, Room
from cmp.chart.chart import CHART, DECIDING, LISTS, PACKED, TEMPLATES, Chart
from cmp.chart.helmignore import ignored, rules
from cmp.errors import SourceError
from cmp.sources.files import files
from cmp.system.files import MAX_BYTES, content, is_file

_TEXTS = (".yaml", ".yml", ".tpl", ".txt", ".json", ".toml", ".conf", ".ini", ".properties", ".sh", ".gotmpl", ".xml")
_BELOW = "charts"
_MOST = 64 << 20  # bytes of files outside archives that are kept where all files are asked for
_DEEPEST = 16  # charts in charts; an archive may hold itself


def read_chart(
    folder: str, *, shown: str = "", revision: str = "", only: Collection[str] = (), ignoring: bool = True
) -> Chart:
    """Return the chart in a folder, read now, for questions that are asked when the folder may be gone.

    What can't be read is a fault of the chart, which `Chart.whole` raises.

    Args:
        folder: the chart's folder.
        shown: its name in messages.
        revision: where it was taken from.
        only: the names of files to read, of all charts in it; all that templates may be made of where it names none.
        ignoring: whether .helmignore counts; where it does not and none is named, all files are read.
    """
    reader = _Reader(folder, shown, only, every=not (ignoring or only))
    found = dict(reader.found(ignoring=ignoring))
    chart = _chart(found, path="", shown=shown, revision=revision)
    return chart.replace(names=tuple(reader.names), faults=reader.faults)


def refuse_excess(folder: str) -> None:
    """Refuse a chart whose archives hold more than Swell reads, at whatever depth, or what Helm may read otherwise.

    Raises:
        SourceError: they do.
    """
    reader = _Reader(folder, "", (CHART,), every=False)
    for _ in reader.found(ignoring=True):
        pass
    for fault in reader.faults.values():
        raise fault


class _Reader:
    """Reads the files of a folder and of the archives in it, and keeps what could not be read."""

    def __init__(self, folder: str, shown: str, only: Collection[str], *, every: bool) -> None:
        self._folder, self._shown, self._only, self._every = folder, shown, only, every
        self._room, self._left = Room(), _MOST
        self.names: list[str] = []
        self.faults: dict[str, SourceError] = {}

    def found(self, *, ignoring: bool) -> Iterator[tuple[str, bytes]]:
        """Yield each file by its path, in an archive as if it were a folder."""
        try:
            by = rules(self._folder, shown=self._shown) if ignoring else ()
            without = self._without(lambda path, is_folder: ignored(path, folder=is_folder, by=by))
            for path in files(self._folder, without=without):
                self.names.append(path)
                yield from self._file(path)
        except SourceError as fault:
            self.faults[""] = fault
        except OSError as problem:
            self.faults[""] = self._unread(self._shown or os.path.basename(self._folder), problem)

    def _without(self, by: Callable[[str, bool], bool]) -> Callable[[str, bool], bool]:
        def without(path: str, folder: bool) -> bool:  # noqa: FBT001  (as `files` calls it)
            if by(path, folder):
                return True
            if folder:
                return bool(self._only) and not _leads(path)
            return not is_file(os.path.join(self._folder, path))

        return without

    def _file(self, path: str) -> Iterator[tuple[str, bytes]]:
        whole, called, inner = os.path.join(self._folder, path), os.path.join(self._shown, path), _inner(path)
        if _is_packed(inner):
            try:
                with open(whole, "rb") as file:
                    yield from self._archive(file, path, 1)
            except BROKEN:
                fix = "pack the chart again: helm package"
                self.faults[path] = SourceError(f"can't read {called}", fix=fix)
        elif inner in (*DECIDING, *LISTS) and self._wants(inner):
            try:
                yield path, content(os.path.realpath(whole), shown=called)
            except SourceError as fault:
                self.faults[path] = fault
        elif self._wants(inner):
            size = os.path.getsize(whole)
            self._left -= size
            if size <= MAX_BYTES and not (self._every and self._left < 0):
                with open(whole, "rb") as file:
                    yield path, file.read(MAX_BYTES)
            elif self._every:
                self.faults[path] = _too_large(called)

    def _archive(self, file: IO[bytes], path: str, depth: int) -> Iterator[tuple[str, bytes]]:
        """Yield the files in an archive, and those in archives in its charts/, by where they would lie as folders."""
        if depth > _DEEPEST:
            raise SourceError(
                f"archives in archives, over {_DEEPEST} deep",
                where=path,
                fix="unpack the chart once, and pack it again: helm package",
            )

        def wanted(name: str) -> bool:
            inner = _inner(name.partition("/")[2])
            return self._wants(inner) or _is_packed(inner)

        for name, read in self._room.members(file, wanted):
            if read is None:
                inner = _inner(name.partition("/")[2])
                if self._every or inner in (*DECIDING, *LISTS) or _is_packed(inner):
                    self.faults[f"{path}/{name}"] = _too_large(f"{path}/{name}")
            elif name.endswith(PACKED):
                yield from self._archive(io.BytesIO(read), f"{path}/{name}", depth + 1)
            else:
                yield f"{path}/{name}", read

    def _wants(self, inner: str) -> bool:
        if self._only:
            return inner in self._only
        return self._every or inner in DECIDING or inner.startswith(TEMPLATES) or inner.endswith(_TEXTS)

    def _unread(self, called: str, problem: OSError) -> SourceError:
        why = problem.strerror or str(problem)
        return SourceError(f"can't read {called}: {why}", fix="let the user of this process read it")


def _too_large(called: str) -> SourceError:
    return SourceError(f"{called} is larger than {MAX_BYTES >> 20} MiB", fix="make it smaller")


def _chart(found: Mapping[str, bytes], *, path: str, shown: str, revision: str) -> Chart:
    """Return the chart that files make; those in an archive lie below it, and there in a folder."""
    below: dict[str, dict[str, bytes]] = {}
    own: dict[str, bytes] = {}
    for name, text in found.items():
        if not name.startswith(f"{_BELOW}/"):
            own[name] = text
            continue
        parts = name.split("/")
        depth = 3 if parts[1].endswith(PACKED) else 2
        below.setdefault("/".join(parts[:depth]), {})["/".join(parts[depth:])] = text
    charts = tuple(
        _chart(inner, path=os.path.join(path, place), shown=shown, revision=revision)
        for place, inner in sorted(below.items())
    )
    return Chart(path=path, shown=shown, revision=revision, files=own, charts=charts)


def _inner(path: str) -> str:
    """Return a file's path in the chart that has it, "" where none has."""
    parts = path.split("/")
    while parts[0] == _BELOW and len(parts) > 2:  # noqa: PLR2004  (charts/NAME/...)
        if parts[1].startswith((".", "_")):
            return ""
        parts = parts[2:]
    return "/".join(parts)


def _is_packed(inner: str) -> bool:
    """Tell whether a file is a packed chart that Helm loads: one that lies in charts/ itself."""
    folder, _, name = inner.rpartition("/")
    return folder == _BELOW and name.endswith(PACKED) and name[0] not in "._"


def _leads(folder: str) -> bool:
    """Tell whether a folder is that of a chart, or charts/ in one."""
    parts = folder.split("/")
    return all(part == _BELOW for part in parts[::2]) and not any(part[0] in "._" for part in parts[1::2])
