"""Everything known about objects as JSON: of each one that the words may mean.

{"version": "swell.why/v1", "verdict",
 "objects": [{"object", "places": [], "decidedBy": [{"what", "why"}], "waits": [{"step", "until"}],
              "needs" and "neededBy": [{"object", "need", "strength", "whys": []}]}]}
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from cmp.model import Edge, Ref
from cmp.report.names import labels
from cmp.report.sync import SyncReport
from cmp.report.value_json import VERSION
from cmp.report.verdict import verdict
from cmp.report.why_text import decided, places, waits
from cmp.text import printable_json


def written(report: SyncReport, refs: Iterable[Ref]) -> str:
    """Return what is known about each of some objects of a sync."""
    known = labels(report.refs)
    content = {
        "version": VERSION,
        "verdict": verdict(report).lower().replace(" ", "-"),
        "objects": [_object(report, ref, known) for ref in refs],
    }
    return printable_json(json.dumps(content, indent=2, ensure_ascii=False))


def _object(report: SyncReport, ref: Ref, known: Mapping[Ref, str]) -> dict[str, Any]:
    return {
        "object": known[ref],
        "places": list(places(report, ref)),
        "decidedBy": [{"what": what, "why": why} for what, why in decided(report, ref)],
        "waits": [{"step": step, "until": until} for step, until in waits(report, ref)],
        "needs": [_edge(edge, edge.before, known) for edge in report.needs.get(ref, ())],
        "neededBy": [_edge(edge, edge.after, known) for edge in report.serves.get(ref, ())],
    }


def _edge(edge: Edge, other: Ref, known: Mapping[Ref, str]) -> dict[str, Any]:
    return {
        "object": known.get(other, str(other)),
        "need": str(edge.need),
        "strength": str(edge.strength),
        "whys": list(edge.whys),
    }
