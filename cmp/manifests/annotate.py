"""Changing labels and annotations by putting a few lines into a document's own text.

Only metadata at the top is touched, so a wave never reaches a pod template. All of the head is read again afterwards;
where the result is not exactly what was asked for, or an anchor could carry the change elsewhere, the document is
written anew as JSON.
"""

import copy
from collections.abc import Iterable
from typing import Any

from cmp import dialect
from cmp.manifests import text_edits
from cmp.model import Decision, Head, Manifest, Place


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
    metadata = text_edits.block(text_edits.value(node, "metadata"))
    if metadata is None:
        return None
    made = [
        edit
        for place in Place
        for edit in text_edits.texts(
            text, metadata, place, before=getattr(manifest.head, place), after=getattr(goal, place)
        )
    ]
    text = text_edits.applied(text, made)
    try:
        proof = dialect.load(text[: size + len(text) - len(manifest.text)])
    except dialect.YamlError:
        return None
    return text if proof == _with(dialect.construct(node), manifest.head, goal) else None
