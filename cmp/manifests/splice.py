"""Changing labels and annotations by putting a few lines into a document's own text.

Only metadata at the top is touched, so a wave never reaches a pod template. All of the head is read again afterwards;
where the result is not exactly what was asked for, or an anchor could carry the change elsewhere, the document is
written anew as JSON.
"""

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from cmp import dialect
from cmp.model import Decision, Head, Manifest, Place

_PLAIN_KEY = re.compile(r"[A-Za-z][\w./-]*\Z", re.ASCII)
_Changes = Mapping[str, str | None]


def changed(manifest: Manifest, decisions: Iterable[Decision]) -> Manifest:
    """Return the manifest with what was decided for it; the same one if that is how it was already."""
    goal = manifest.head.decided(decisions)
    if goal == manifest.head:
        return manifest
    text, length = _spliced(manifest, goal), manifest.head.length
    if text is None:
        text = rewritten(manifest.origin, _with(manifest.document, manifest.head, goal))
        length = len(manifest.text)
    goal = goal.replace(length=length + len(text) - len(manifest.text))
    return manifest.replace(head=goal, text=text, bundle=None)


def rewritten(origin: str, document: object) -> str:
    """Return a document's text written anew: one line of JSON below the name of its template."""
    return (f"# Source: {origin}\n" if origin else "") + dialect.to_json(document) + "\n"


def _with(document: dict[str, Any], before: Head, after: Head) -> dict[str, Any]:
    """Return a document, or the head of one, with other labels and annotations."""
    changed = copy.deepcopy(document)
    for place in Place:
        if (texts := getattr(after, place)) != getattr(before, place):
            changed["metadata"].pop(place, None)
            if texts:
                changed["metadata"][place] = dict(texts)
    return changed


def _spliced(manifest: Manifest, goal: Head) -> str | None:
    """Return the new text, None where splicing is not certain to do just what is wanted."""
    text, size = manifest.text, manifest.head.length
    if "&" in text[:size] and "*" in text:
        return None
    node = dialect.compose(text[:size])
    metadata = _value(node, "metadata")
    if not isinstance(metadata, dialect.MappingNode) or metadata.flow_style or not metadata.value:
        return None
    edits = [edit for place in Place for edit in _edits(text, metadata, place, before=manifest.head, after=goal)]
    edits.sort(key=lambda edit: edit[:2])
    for start, end, new in reversed(edits):
        text = text[:start] + new + text[end:]
    try:
        proof = dialect.load(text[: size + len(text) - len(manifest.text)])
    except dialect.YamlError:
        return None
    return text if proof == _with(dialect.construct(node), manifest.head, goal) else None


_Edit = tuple[int, int, str]  # replace the text from here to there


def _edits(text: str, metadata: dialect.MappingNode, place: Place, *, before: Head, after: Head) -> Iterable[_Edit]:
    old, new = getattr(before, place), getattr(after, place)
    changes: _Changes = {key: new.get(key) for key in {**old, **new} if old.get(key) != new.get(key)}
    if not changes:
        return
    mapping = _value(metadata, place)
    if not isinstance(mapping, dialect.MappingNode) or not mapping.value or not new:
        yield from _whole(text, metadata, place, new)
        return
    for key, value in changes.items():
        yield from _entry(text, mapping, key, value)


def _whole(text: str, metadata: dialect.MappingNode, place: Place, texts: Mapping[str, str]) -> Iterable[_Edit]:
    """Write labels or annotations as a whole: where there were none, or where none remain."""
    column = metadata.value[0][0].start_mark.column
    for key, value in metadata.value:
        if key.value == place:
            yield _line_start(key), _line_after(text, value), ""
    if texts:
        lines = "".join(_line(key, value, column + 2) for key, value in texts.items())
        yield _line_start(metadata.value[0][0]), _line_start(metadata.value[0][0]), f"{' ' * column}{place}:\n{lines}"


def _entry(text: str, mapping: dialect.MappingNode, key: str, value: str | None) -> Iterable[_Edit]:
    """Write, replace or remove one entry of a mapping."""
    column = mapping.value[0][0].start_mark.column
    for name, old in mapping.value:
        if name.value == key:
            yield _line_start(name), _line_after(text, old), "" if value is None else _line(key, value, column)
            return
    if value is not None:
        first = _line_start(mapping.value[0][0])
        yield first, first, _line(key, value, column)


def _line(key: str, value: str, column: int) -> str:
    name = key if _PLAIN_KEY.match(key) and dialect.load(key) == key else dialect.to_json(key)
    return f"{' ' * column}{name}: {dialect.to_json(value)}\n"


def _value(node: dialect.Node | None, key: str) -> dialect.Node | None:
    return next((value for name, value in reversed(dialect.pairs(node)) if name.value == key), None)


def _line_start(node: dialect.Node) -> int:
    return int(node.start_mark.index - node.start_mark.column)


def _line_after(text: str, node: dialect.Node) -> int:
    """Return where the line after a node starts; the comments below it are not its own."""
    while isinstance(node, dialect.MappingNode) and node.value and not node.flow_style:
        node = node.value[-1][1]
    end = int(node.end_mark.index)
    return end if node.end_mark.column == 0 else text.find("\n", end) + 1 or len(text)
