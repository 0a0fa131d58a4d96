"""The plan of a sync as JSON, for programs; docs/reference.md describes its fields."""

import json
from collections.abc import Mapping
from typing import Any

from cmp.argocd.deadlock import Stall, given_up
from cmp.argocd.plan import Step
from cmp.argocd.tasks import Task
from cmp.argocd.timing import least, most
from cmp.model import Edge, Ref, UnclearNeed
from cmp.report.changes import Made, changes, whys
from cmp.report.names import labels
from cmp.report.sync import SyncReport
from cmp.report.verdict import verdict
from cmp.text import printable_json


def written(report: SyncReport) -> str:
    """Return the plan as JSON."""
    told = _Told(report)
    plan = report.plan
    content = {
        "app": report.app,
        "namespace": report.namespace,
        "verdict": verdict(report).lower().replace(" ", "-"),
        "steps": [told.step(step) for step in plan.steps],
        "never": [told.name(ref) for ref in plan.never],
        "onFailure": [told.name(task.ref) for task in plan.on_failure],
        "delaySeconds": plan.delay,
        "leastSeconds": least(plan),
        "mostSeconds": most(plan),
        "failsAfterSeconds": end.seconds if (end := given_up(report.stalls)) else None,
        "stalls": [told.stall(stall) for stall in report.stalls],
        "unclear": [told.unclear(one) for one in report.unclear],
        "notInferredSince": [told.name(ref) for ref in report.hanging],
        "edges": [told.edge(edge) for edge in report.edges],
    }
    return printable_json(json.dumps(content, indent=2, ensure_ascii=False))


class _Told:
    """The parts of a plan as JSON values; objects are given by their names in the plan."""

    def __init__(self, report: SyncReport) -> None:
        self.names: Mapping[Ref, str] = labels(report.refs)
        self.made: Mapping[Ref, Made] = changes(report.arranged)

    def name(self, ref: Ref) -> str:
        return self.names.get(ref, str(ref))

    def step(self, step: Step) -> dict[str, Any]:
        return {
            "phase": step.phase,
            "wave": step.wave,
            "batches": [[self.task(task) for task in batch] for batch in step.batches],
            "gates": [{"object": self.name(gate.ref), "until": gate.until} for gate in step.gates],
        }

    def task(self, task: Task) -> dict[str, Any]:
        ref = task.ref
        return {
            "object": self.name(ref),
            "group": ref.group,
            "kind": ref.kind,
            "namespace": ref.namespace,
            "name": ref.name,
            "hook": task.hook,
            "changed": ref in self.made,
            "why": list(whys(self.made.get(ref, {}))),
        }

    def stall(self, stall: Stall) -> dict[str, Any]:
        return {
            "object": self.name(stall.ref),
            "step": {"phase": stall.step.phase, "wave": stall.step.wave},
            "chain": [self.link(edge) for edge in stall.chain],
            "cause": stall.cause,
        }

    def unclear(self, one: UnclearNeed) -> dict[str, Any]:
        return {"before": self.name(one.before), "after": self.name(one.after), "why": one.why}

    def edge(self, edge: Edge) -> dict[str, Any]:
        return self.link(edge, strength=edge.strength, reason=edge.reason)

    def link(self, edge: Edge, **more: str) -> dict[str, Any]:
        names = {"before": self.name(edge.before), "after": self.name(edge.after)}
        return {**names, "need": edge.need, **more, "whys": list(edge.whys)}
