"""Keeping the answer of a render, with all that the render has looked at."""

import os
import re
import sys
import time

from cmp.answers.entry import KNOWN, SEEN_ONCE, SOURCE, VARYING, Entry
from cmp.answers.lookup import Place
from cmp.system.files import WATCH
from cmp.system.looks import CODE, digest, state
from cmp.system.observed import Observations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cmp.chart.repeatable import Repeats
    from cmp.render.inputs import Inputs
    from cmp.render.pipeline import Build

_STARTED = time.time_ns()  # of this process: code that has changed since then is not the code that runs
_ADDRESS = re.compile(rb"0x[0-9a-f]{8,12}(?![0-9a-f])")  # perhaps in Helm's memory, as Helm 3 prints a pointer: chance
_PROGRAMS = (b"\x7fELF", b"\xcf\xfa\xed\xfe")  # Linux, macOS; what is no program itself may start any other


class Keeper:
    """Notes what one render looks at, and keeps its answer where the next one is certain to be the same."""

    def __init__(self, place: Place, *, most: int) -> None:
        """Begin with the notes; all cached renders together may have so many bytes."""
        self._most = most
        self.confirms = bool(place.once)
        self._place, self._varies = place, False
        self._repeats: Repeats | None = None
        self._seen = WATCH.by = Observations()

    def judge(self, inputs: "Inputs") -> None:
        """Look at the chart as a whole, and find out whether it prints the same again; while Helm runs."""
        from cmp.chart.read import read_chart
        from cmp.chart.repeatable import Repeats, repeats
        from cmp.render.inputs import helm_call

        self._seen.settle()
        if not inputs.chart:
            self._repeats = Repeats.SURELY
            return
        call = helm_call(inputs)
        files = (held.decode(errors="replace") for _, _, held in call.set_files)
        texts = (*(layer.text for layer in call.layers), *call.assignments, *files)
        chart = read_chart(inputs.chart, ignoring=False)
        self._repeats = repeats(chart, texts, schemas_count=not inputs.config.skip_schema_validation)

    def confirmed(self, built: "Build") -> bool:
        """Tell whether a second render has the answer of the first one."""
        from cmp.manifests.split import join

        once = self._place.once
        return once is not None and digest(join(built.arranged.manifests).encode()) == once.manifests

    def varies(self) -> None:
        """Note that the answer may be another one each time."""
        self._varies = True

    def keep(self, manifests: bytes, summary: bytes) -> None:
        """Keep the answer, after it was given. Where it can't be kept, or is not certain, it is not."""
        WATCH.by = None
        self._varies = self._varies or bool(_ADDRESS.search(manifests))
        try:
            if self._seen.unchanged():
                self._put(manifests, summary)
        except OSError:  # no room, no folder
            return

    def _put(self, manifests: bytes, summary: bytes) -> None:
        kind = self._kind()
        looks = tuple(self._looks())
        if not kind or not looks:
            return
        entry = Entry(state=kind, looks=looks)
        if kind == SEEN_ONCE:
            entry = entry.replace(manifests=digest(manifests))
        elif kind == KNOWN:
            entry = entry.replace(manifests=manifests, summary=summary)
        over = self._place.once.path if self._place.once else ""
        self._place.shelf.put(entry, over=over, most=self._most)

    def _kind(self) -> str:
        from cmp.chart.repeatable import Repeats

        if self._repeats is None:
            return ""
        if self._varies or self._repeats is Repeats.NOT_SURELY:
            return VARYING
        if self._repeats is Repeats.SURELY:
            return KNOWN
        return KNOWN if self._place.once else SEEN_ONCE

    def _looks(self) -> "Iterator[tuple[str, str, bytes]]":
        """Yield what was looked at, and the code that did so; nothing where that has changed meanwhile."""
        base = self._place.base
        paths = list(code())
        if any(os.stat(path).st_ctime_ns > _STARTED for path in paths) or not all(
            map(_is_whole, self._seen.programs())
        ):
            return
        store = os.path.dirname(self._place.shelf.folder) + "/"
        notes = [(sort, base.short(path), base.found(sort, found)) for (sort, path), found in self._seen.notes.items()]
        yield from (look for look in notes if not look[1].startswith(store))
        ours = "\n".join(paths)
        yield CODE, ours, state(CODE, ours)
        if self._seen.sources:
            from cmp.answers.questions import Question, as_text

            for how, declared, pinned, answer in self._seen.sources:
                question = Question(how=how, declared=declared, pinned=pinned)
                yield SOURCE, as_text(question, base), as_text(answer, base).encode()
        yield from (look for look in notes if look[1].startswith(store))  # which opening a source may bring back


def code() -> "Iterator[str]":
    """Yield the files of all modules that are loaded, but for Python's own."""
    python = os.path.dirname(os.__file__) + "/"
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if path and (not path.startswith(python) or "-packages/" in path):
            yield path


def _is_whole(program: str) -> bool:
    """Tell whether a program is one itself, and starts no other one of which nothing is known."""
    with open(program, "rb") as file:
        return file.read(4) in _PROGRAMS
