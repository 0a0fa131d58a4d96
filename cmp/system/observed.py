"""What a render has looked at in the file system, each with what was found, so that a later one can look again.

`cmp.system.files` notes it here, at the place where files are read and looked for: what is in no note was not looked
at. A note is a sort, a path and a state, which `state` of `cmp.system.looks` returns again from the file system alone.
"""

import os
import time

from cmp.system.looks import (
    CONTENT,
    ENTRY,
    KIND,
    NAMES,
    PROGRAM,
    REAL,
    TREE,
    UnsteadyError,
    digest,
    latest,
    of_mode,
    of_names,
    state,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_JUST_NOW = 8_000_000  # nanoseconds: file systems take the time from a clock that is up to so much late


class Observations:
    """The notes of one render."""

    def __init__(self) -> None:
        """Begin now, with no notes."""
        self.notes: dict[tuple[str, str], bytes] = {}
        self._began, self._steady = time.time_ns(), True
        self._trees: list[str] = []
        self._covered: tuple[str, ...] = ()
        self.sources: list[tuple[Any, ...]] = []

    def note_mode(self, path: str, mode: int, *, link: bool) -> None:
        """Note what a path leads to, or whether it is a link itself; 0 if there is nothing."""
        self._note(ENTRY if link else KIND, path, of_mode(mode))

    def note_names(self, folder: str, entries: "Sequence[os.DirEntry[str]]") -> None:
        """Note the entries of a folder."""
        self._note(NAMES, folder, of_names(entries))

    def note_real(self, path: str, found: str) -> None:
        """Note where a path leads."""
        self._note(REAL, path, os.fsencode(found))

    def note_content(self, path: str, found: bytes) -> None:
        """Note the bytes of a file, as they were read."""
        self._note(CONTENT, path, digest(found))

    def note_program(self, path: str) -> None:
        """Note a program that may be run, or that is not there."""
        self._look(PROGRAM, path)

    def note_source(self, *asked: "Any") -> None:
        """Note how a source was asked for, its declaration, its pin if that was given, and the answer."""
        self.sources.append(asked)

    def note_tree(self, folder: str) -> None:
        """Note that all below a folder counts; `settle` looks at it, while Helm runs."""
        if not f"{folder}/".startswith(self._covered):
            self._trees.append(folder)
            self.leave(folder)

    def leave(self, folder: str) -> None:
        """Note nothing below a folder: a tree has it, or this render makes it from what is noted."""
        self._covered = (*self._covered, f"{folder}/")

    def spoil(self) -> None:
        """Note that the render has asked something that can't be asked again: nothing can be relied on."""
        self._steady = False

    def settle(self) -> None:
        """Look at all trees."""
        while self._trees:
            self._look(TREE, self._trees.pop())

    def reached(self) -> tuple[str, ...]:
        """Return the paths of files that were read, and with a slash behind them of folders that count as a whole."""
        return (*(path for sort, path in self.notes if sort == CONTENT), *self._covered)

    def programs(self) -> list[str]:
        """Return the paths of the programs that may have been run."""
        return [path for (sort, path), found in self.notes.items() if sort == PROGRAM and found]

    @property
    def steady(self) -> bool:
        """Whether all that was asked can be asked again."""
        return self._steady

    def unchanged(self) -> bool:
        """Tell whether no tree has changed since the render began, or just before."""
        try:
            trees = [path for sort, path in self.notes if sort == TREE]
            return self._steady and all(latest(path) < self._began - _JUST_NOW for path in trees)
        except (OSError, RecursionError):
            return False

    def _note(self, sort: str, path: str, found: bytes) -> None:
        """Note what was found; twice with another state, and nothing can be relied on."""
        if not self._covers(path) and self.notes.setdefault((sort, path), found) != found:
            self.spoil()

    def _covers(self, path: str) -> bool:
        """Tell whether a path is a tree or lies in one; what climbs out of it does not, whatever it begins with."""
        return f"{os.path.normpath(path) if '/..' in path else path}/".startswith(self._covered)

    def _look(self, sort: str, path: str) -> None:
        try:
            self.notes.setdefault((sort, path), state(sort, path))
        except (OSError, UnsteadyError, RecursionError):
            self.spoil()
