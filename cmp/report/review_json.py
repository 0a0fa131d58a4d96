"""A review as JSON. An object is its name in the review (`object`) with `group`, `kind`, `namespace` and `name`.

{"version": "swell.diff/v1", "app", "differs",
 "old", "new": {"name", "verdict": "" if the application is not there, "argocd": {"version", "from"},
                "objects": how many},
 "dangers": [{"sort", "severity", "object", "path", "message", "fix"}],
 "images": [{object, "container", "old", "new", "step": "major" | "minor" | "patch" | "down" | "tag" | "digest" |
             "repository" | "added"}],
 "rolls": [{object, "why"}], "moves": [{object, "old", "new"}], "added": [object], "removed": [object],
 "changed": [{object, "fields": [{"path", "old", "new", "cause": {"value", "where"} | null}], "folded": [paths]}]}
"""

import json
from typing import Any

from cmp.model import Ref
from cmp.report.review_words import names
from cmp.review.model import Change, Changed, Danger, Review, Side
from cmp.text import printable_json

VERSION = "swell.diff/v1"
"""The version of the shape: fields may be added to it, and none changes its meaning or goes."""


def written(review: Review) -> str:
    """Return the review as JSON."""
    return printable_json(json.dumps(content(review), indent=2, ensure_ascii=False))


def content(review: Review) -> dict[str, Any]:
    """Return the review as a JSON object."""
    told = _Told(review)
    return {
        "version": VERSION,
        "app": review.app,
        "old": _side(review.old),
        "new": _side(review.new),
        "differs": review.differs,
        "dangers": [told.danger(one) for one in review.dangers],
        "images": [
            {**told.object(one.ref), "container": one.container, "old": one.old, "new": one.new, "step": one.step}
            for one in review.images
        ],
        "rolls": [{**told.object(one.ref), "why": one.why} for one in review.rolls],
        "moves": [{**told.object(one.ref), "old": one.old, "new": one.new} for one in review.moves],
        "added": [told.object(ref) for ref in review.added],
        "removed": [told.object(ref) for ref in review.removed],
        "changed": [told.changed(one) for one in review.changed],
    }


def _side(side: Side) -> dict[str, Any]:
    judge = side.judge.fields if side.verdict else None
    return {"name": side.name, "verdict": side.verdict, "argocd": judge, "objects": len(side.by_ref)}


def _change(change: Change) -> dict[str, Any]:
    cause = {"value": change.cause.value, "where": change.cause.where} if change.cause else None
    return {"path": change.path, "old": change.old, "new": change.new, "cause": cause}


class _Told:
    """The parts of a review as JSON values."""

    def __init__(self, review: Review) -> None:
        self._names = names(review)

    def object(self, ref: Ref) -> dict[str, Any]:
        """Return an object by its name in the review, and by the parts of its identity."""
        parts = {"group": ref.group, "kind": ref.kind, "namespace": ref.namespace, "name": ref.name}
        return {"object": self._names[ref], **parts}

    def danger(self, danger: Danger) -> dict[str, Any]:
        return {
            "sort": danger.sort,
            "severity": danger.severity,
            "object": self._names[danger.ref] if danger.ref else None,
            "path": danger.path,
            "message": danger.message,
            "fix": danger.fix,
        }

    def changed(self, changed: Changed) -> dict[str, Any]:
        fields = [_change(one) for one in changed.changes]
        return {**self.object(changed.ref), "fields": fields, "folded": list(changed.folded)}
