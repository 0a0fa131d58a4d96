"""The documents of a text of values, which should be one.

Helm 3 takes the first alone: LoadValues in pkg/chartutil of Helm 3.17 unmarshals the text as a whole. Helm 4 cuts it at
`---` and merges what it gets (LoadValues in pkg/chart/v2/loader/load.go of Helm 4.2.3).
"""

from cmp.errors import SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.values.layer import Layer

_MARKS = ("---", "...")


def refuse_several(layer: "Layer") -> None:
    """Refuse a layer of the user's with a second document that says something: Helms disagree about it.

    Raises:
        SourceError: it has one, behind a mark, or behind the end of a first document in braces.
    """
    first, *later = documents(layer.text)
    line = next((line for line, text in later if _content(text)), 0) or _behind_braces(first[1])
    if line:
        raise SourceError(
            "a second document begins here: Helm 3 takes the first alone, Helm 4 merges them all",
            where=layer.at(line),
            fix="keep one document, or make each a values file of its own",
        )


def documents(text: str) -> list[tuple[int, str]]:
    """Return each document as its first line, from 1, and its text; comments before the first mark are none.

    A mark stands alone at the start of a line, or before white space; what follows it belongs to the document.
    """
    if not any(mark in text for mark in _MARKS):
        return [(1, text)]
    found: list[tuple[int, list[str]]] = [(1, [])]
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if line[:3] in _MARKS and not line[3:4].strip():
            found.append((number, [f"   {line[3:]}"]))
        else:
            found[-1][1].append(line)
    joined = [(line, "".join(lines)) for line, lines in found]
    return joined if len(joined) == 1 or _content(joined[0][1]) else joined[1:]


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
