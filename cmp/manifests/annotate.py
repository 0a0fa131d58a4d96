"""Changing labels and annotations, of an object or of its pod template, by putting a few lines into its own text.

What was spliced is read again: the head of the document for the object's own metadata, all of it for the template's.
Where the result is not exactly what was asked for, as when an anchor carries the change elsewhere, the document is
written as JSON instead.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cmp import dialect
from cmp.manifests import text_edits
from cmp.model import Decision, Head, Manifest, Place
from cmp.value import FrozenDict

_METADATA = ("metadata",)
_TEMPLATE = ("spec", "template", "metadata")
_ANNOTATIONS = "annotations"


class _Change(NamedTuple):
    """The texts under a key of metadata, before and after."""

    place: str
    before: Mapping[str, str]
    after: Mapping[str, str]


def changed(manifest: Manifest, decisions: Iterable[Decision]) -> Manifest:
    """Return the manifest with what was decided for it; the same one if that is how it was already."""
    goal = manifest.head.decided(decisions)
    if goal == manifest.head:
        return manifest
    text, length = _spliced_head(manifest, goal), manifest.head.length
    if text is None:
        text = rewritten(manifest.origin, goal.laid_over(manifest.document, manifest.head))
        length = len(manifest.text)
    return manifest.with_head(goal.replace(length=length + len(text) - len(manifest.text)), text)


def template_annotations(document: Any) -> Mapping[str, Any]:
    """Return the annotations of a workload's pod template."""
    found = document
    for key in (*_TEMPLATE, _ANNOTATIONS):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def template_annotated(manifest: Manifest, key: str, value: str) -> Manifest:
    """Return a workload, which has a pod template, with an annotation in that."""
    old = template_annotations(manifest.document)
    if old.get(key) == value:
        return manifest
    goal = _with_text(manifest.document, (*_TEMPLATE, _ANNOTATIONS, key), value)
    change = _Change(_ANNOTATIONS, before=old, after={**old, key: value})
    text = _spliced(manifest.text, len(manifest.text), _TEMPLATE, [change], wanted=lambda _: goal)
    length = manifest.head.length
    if text is None:
        text, length = rewritten(manifest.origin, goal), len(manifest.text)
    if length == len(manifest.text):
        length = len(text)
    annotated = manifest.replace(head=manifest.head.replace(length=length), text=text, bundle=None)
    annotated.body.__dict__["document"] = goal  # what its text was proved to say
    return annotated


def rewritten(origin: str, document: object) -> str:
    """Return a document's text as one line of JSON below the name of its template."""
    return (f"# Source: {origin}\n" if origin else "") + dialect.to_json(document) + "\n"


def _with_text(document: object, path: Sequence[str], value: str) -> FrozenDict:
    """Return a document with a text at a path, whose mappings are made where they are not there."""
    key, *deeper = path
    found = document if isinstance(document, dict) else {}
    return FrozenDict({**found, key: _with_text(found.get(key), deeper, value) if deeper else value})


def _spliced_head(manifest: Manifest, goal: Head) -> str | None:
    """Return the text with other labels and annotations of the object, None where splicing is not certain."""
    text, size = manifest.text, manifest.head.length
    if "&" in text[:size] and "*" in text:  # an alias behind the head would not be read again
        return None
    changes = [_Change(place, getattr(manifest.head, place), getattr(goal, place)) for place in Place]

    def wanted(head: dialect.Node | None) -> dict[str, Any]:
        return goal.laid_over(dialect.construct(head), manifest.head)

    return _spliced(text, size, _METADATA, changes, wanted=wanted)


def _spliced(
    text: str,
    size: int,
    path: Iterable[str],
    changes: Iterable[_Change],
    *,
    wanted: Callable[[dialect.Node | None], object],
) -> str | None:
    """Return the text with changes made to the mapping at a path, None where splicing is not certain to do just that.

    Args:
        text: a document.
        size: how much of it is read, from its start.
        path: the keys that lead to the mapping.
        changes: what is to change there.
        wanted: returns what that much of the document must say then, from its nodes as they are now.
    """
    if text_edits.has_braces(text):
        return None
    top = node = dialect.compose(text[:size])
    for step in path:
        node = text_edits.value(node, step)
    metadata = text_edits.block(node)
    if metadata is None:
        return None
    edits = [
        edit
        for change in changes
        for edit in text_edits.texts(text, metadata, change.place, before=change.before, after=change.after)
    ]
    spliced = text_edits.applied(text, edits)
    try:
        proof = dialect.load(spliced[: size + len(spliced) - len(text)])
    except dialect.YamlError:
        return None
    return spliced if proof == wanted(top) else None
