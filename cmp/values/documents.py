"""The documents of a text of values, which should be one.

Helm 3 takes the first alone: LoadValues in pkg/chartutil of Helm 3.17 unmarshals the text as a whole. Helm 4 cuts it at
`---` and merges what it gets (LoadValues in pkg/chart/v2/loader/load.go of Helm 4.2.3).
"""

from cmp.errors import SourceError
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.values.layer import Layer

_PARTS, _MARKS = "---", ("---", "...")
_MEANINGS = {
    True: "Helm 3 takes the first alone, Helm 4 merges them all",
    False: "each Helm takes the first alone",
}


class Second(Value):
    """A second document that says something: its line, and whether Helm 4 merges it with the first."""

    line: int
    merged: bool

    @property
    def meaning(self) -> str:
        """What Helms make of it."""
        return _MEANINGS[self.merged]


def refuse_several(layer: "Layer") -> None:
    """Refuse a layer of the user's with a second document that says something: Helms disagree about it, or lose it.

    Raises:
        SourceError: it has one, behind a mark, or behind the end of a first document in braces.
    """
    if there := second(layer.text):
        raise SourceError(
            f"a second document begins here: {there.meaning}",
            where=layer.at(there.line),
            fix="keep one document, or make each a values file of its own",
        )


def second(text: str) -> Second | None:
    """Return the second document of a text of values, None where there is none that says something."""
    first, *later = _pieces(text)
    found = [Second(line=one.line, merged=one.merged) for one in later if _content(one.text)]
    if behind := _behind_braces(first.text):
        found.append(Second(line=behind, merged=False))
    return found[0] if found else None


def documents(text: str) -> list[tuple[int, str]]:
    """Return each document that Helm 4 merges, as its first line, from 1, and its text."""
    first, *later = _pieces(text)
    return [(one.line, one.text) for one in (first, *later) if one is first or one.merged]


class _Piece(Value):
    """A document of YAML: its first line, its text, and whether Helm 4 merges it with the one above."""

    line: int
    text: str
    merged: bool


def _pieces(text: str) -> list[_Piece]:
    """Return the documents; comments before the first mark are none.

    A mark stands alone at the start of a line, or before white space; what follows it belongs to the document. To
    Helm 4 only a newline ends a line, and only `---` begins another document.
    """
    if not any(mark in text for mark in _MARKS):
        return [_Piece(line=1, text=text, merged=False)]
    found: list[tuple[int, bool, list[str]]] = [(1, False, [])]
    fresh = True
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if line[:3] in _MARKS and not line[3:4].strip():
            found.append((number, fresh and line.startswith(_PARTS), [f"   {line[3:]}"]))
        else:
            found[-1][2].append(line)
        fresh = line.endswith("\n")
    joined = [_Piece(line=line, text="".join(lines), merged=merged) for line, merged, lines in found]
    return joined if len(joined) == 1 or _content(joined[0].text) else joined[1:]


def _content(text: str) -> str:
    """Return a document from where it begins to say something, "" for comments and directives alone."""
    lines = text.splitlines(keepends=True)
    begin = next((number for number, line in enumerate(lines) if line.strip() and line.lstrip()[0] not in "#%"), None)
    return "" if begin is None else "".join(lines[begin:])


def _behind_braces(text: str) -> int:
    """Return the line of what follows a document in braces, 0 where nothing does: there no mark is needed."""
    if not _content(text).lstrip().startswith("{"):
        return 0
    from cmp import dialect

    try:
        dialect.compose(text)
    except dialect.YamlError:
        return 0  # Helm tells of it
    try:
        dialect.compose(text, alone=True)
    except dialect.YamlError as problem:
        return problem.line
    return 0
