"""Annotating the pod template of a workload, and nothing else of it.

A line is put into Helm's text where that is certain: the whole document is read again afterwards, so an anchor that
carries the line elsewhere is noticed. Else the document is written anew as JSON.
"""

import copy
from collections.abc import Mapping
from typing import Any

from cmp import dialect
from cmp.manifests import text_edits
from cmp.manifests.annotate import rewritten
from cmp.model import Manifest

_PATH = ("spec", "template", "metadata")
_PLACE = "annotations"


def annotations(document: Any) -> Mapping[str, Any]:
    """Return the annotations of a workload's pod template."""
    found = document
    for key in (*_PATH, _PLACE):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def annotated(manifest: Manifest, key: str, value: str) -> Manifest:
    """Return a workload, which has a pod template, with an annotation in that."""
    old = annotations(manifest.document)
    if old.get(key) == value:
        return manifest
    goal = _with(manifest.document, key, value)
    text, length = _spliced(manifest, {**old, key: value}, goal), manifest.head.length
    if text is None:
        text, length = rewritten(manifest.origin, goal), len(manifest.text)
    if length == len(manifest.text):
        length = len(text)
    changed = manifest.replace(head=manifest.head.replace(length=length), text=text, bundle=None)
    changed.__dict__["document"] = goal  # what its text was proved to say
    return changed


def _with(document: dict[str, Any], key: str, value: str) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    found = changed
    for step in (*_PATH, _PLACE):
        if not isinstance(found.get(step), dict):
            found[step] = {}
        found = found[step]
    found[key] = value
    return changed


def _spliced(manifest: Manifest, new: Mapping[str, Any], goal: dict[str, Any]) -> str | None:
    """Return the new text, None where splicing is not certain to do just what is wanted."""
    text = manifest.text
    node = dialect.compose(text)
    for step in _PATH:
        node = text_edits.value(node, step)
    metadata = text_edits.block(node)
    if metadata is None:
        return None
    spliced = text_edits.applied(
        text, text_edits.texts(text, metadata, _PLACE, before=annotations(manifest.document), after=new)
    )
    try:
        return spliced if dialect.load(spliced) == goal else None
    except dialect.YamlError:
        return None
