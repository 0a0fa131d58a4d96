"""Footnotes on objects that others need to be ready, but that Argo CD does not wait for: it has no health check."""

from collections.abc import Mapping

from cmp.argocd.gates import unawaited
from cmp.model import Edge, Need, Ref, Strength
from cmp.report.names import labels
from cmp.report.sync import SyncReport
from cmp.text import pasted

_SIGNS = "¹²³⁴⁵⁶⁷⁸⁹"
_BUILT_IN = ".k8s.io"  # Kubernetes' own kinds need no health check: they work as soon as they exist


def footnotes(report: SyncReport) -> tuple[Mapping[Ref, str], list[str]]:
    """Return the mark of each object with a footnote, and the footnotes; there is one for each kind."""
    known = labels(report.refs)
    signs: dict[tuple[str, str], str] = {}
    marks: dict[Ref, str] = {}
    notes: list[str] = []
    for ref in dict.fromkeys(task.ref for task in reversed(report.plan.tasks)):
        edges = [edge for edge in report.serves.get(ref, ()) if _counts(edge) and edge.after in report.plan.first]
        edges.sort(key=lambda edge: (report.plan.place(edge.after), edge.after))
        why = _unseen(ref, report) if edges else ""
        if not why:
            continue
        kind = ref.group_kind
        if kind not in signs:
            if len(signs) == len(_SIGNS):
                continue
            signs[kind] = _SIGNS[len(signs)]
            notes.append(f"{signs[kind]} {_note(why, edges)}  swell why {pasted(known[ref])}")
        marks[ref] = signs[kind]
    return marks, notes


def _counts(edge: Edge) -> bool:
    return edge.need is Need.READY and (edge.blocks or edge.strength is Strength.MUST)


def _unseen(ref: Ref, report: SyncReport) -> str:
    """Return the reason why Argo CD does not wait for an object of a custom kind; "" if it waits."""
    manifest = report.plan.first[ref].task.manifest
    custom = "." in ref.group and not ref.group.endswith(_BUILT_IN)
    return unawaited(manifest, report.plan.version) if custom and manifest else ""


def _note(why: str, edges: list[Edge]) -> str:
    if loose := next((edge.after for edge in edges if not edge.blocks), None):
        return f"{why}: nothing waits for it to be ready, as {loose} needs it."
    return f"{why}; harmless here, the {edges[0].after.kind} can't start until it is ready."
