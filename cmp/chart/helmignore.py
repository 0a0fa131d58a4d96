"""The files that a .helmignore leaves out of a chart.

Source: pkg/ignore/rules.go of Helm, also for what `!` means there.
"""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase

from cmp.errors import SourceError
from cmp.system.files import is_file, read_linked
from cmp.value import Value

FILE = ".helmignore"


class Rule(Value):
    """A pattern. `parts` is the number of names that it spans, 0 where it is matched with the last name of any path."""

    pattern: str
    parts: int
    unless: bool
    folders: bool

    def fits(self, path: str) -> bool:
        """Tell whether a path matches the pattern."""
        if not self.parts:
            return fnmatchcase(path.rpartition("/")[2], self.pattern)
        pairs = zip(path.split("/"), self.pattern.split("/"), strict=False)
        return path.count("/") + 1 == self.parts and all(fnmatchcase(name, pattern) for name, pattern in pairs)


def rules(chart: str, *, shown: str) -> tuple[Rule, ...]:
    """Return the rules of a chart, and the one that Helm adds for every chart.

    Raises:
        SourceError: the file can't be read, or has a pattern that Helm refuses.
    """
    path = os.path.join(chart, FILE)
    text = read_linked(path, shown=f"{shown}/{FILE}") if is_file(path) else ""
    if "**" in "".join(line for line in text.split("\n") if not line.strip().startswith("#")):
        raise SourceError(
            "Helm does not know **", where=f"{shown}/{FILE}", fix="name the files or their folder without **"
        )
    return tuple(_rules([*text.split("\n"), "templates/.?*"]))


def ignored(path: str, *, folder: bool, by: tuple[Rule, ...]) -> bool:
    """Tell whether a path below a chart is left out."""
    for rule in by:
        out_of_place = rule.folders and not folder
        if rule.unless and (out_of_place or not rule.fits(path)):
            return True
        if not rule.unless and not out_of_place and rule.fits(path):
            return True
    return False


def _rules(lines: list[str]) -> Iterator[Rule]:
    for line in map(str.strip, lines):
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!")
        folders, pattern = pattern.endswith("/"), pattern.removesuffix("/")
        rooted = "/" in pattern
        pattern = pattern.removeprefix("/").replace("[^", "[!")
        parts = pattern.count("/") + 1 if rooted else 0
        yield Rule(pattern=pattern, parts=parts, unless=line.startswith("!"), folders=folders)
