"""The plan of a sync as JSON. Of a sync that comes after another one (`--from`) the last lines are there, too.

{"version": "swell.plan/v1", "app", "namespace", "verdict": "can-finish" | "unclear" | "would-hang" | "would-fail",
 "argocd": {"version", "from": where the version is named, or null},
 "steps": [{"phase", "wave", "gates": [{"object", "until"}],
            "batches": [[{"object", "group", "kind", "namespace", "name", "hook", "changed", "why": []}]]}],
 "never": [objects that no sync applies], "onFailure": [SyncFail hooks],
 "delaySeconds", "delayFrom", "leastSeconds", "mostSeconds",
 "failsAfterSeconds": null if it does not hang, or does for ever,
 "stalls": [{"object", "step": {"phase", "wave"}, "chain": [{"before", "after", "need", "whys": []}], "cause"}],
 "unclear": [{"before", "after", "why"}],
 "notInferredSince": [objects that would hang in the inferred order],
 "edges": [{"before", "after", "need": "exists" | "ready", "strength": "must" | "should", "reason", "whys": []}],

 "after", "prunes", "refused": [{"object", "message", "fix"}], "notRun": [], "leftOut": [],
 of a step "prunes": [{"object", "is": "pruned" | "stays", "why"}],
 of an object "is": "new" | "changed" | "unchanged" | "runs" | "runs again" | "has run", "was": its former place | null}
"""

import json
from collections.abc import Mapping
from typing import Any

from cmp.argocd.deadlock import given_up
from cmp.argocd.plan import Step
from cmp.argocd.prune import Prune
from cmp.argocd.stall import Stall
from cmp.argocd.tasks import Task
from cmp.argocd.timing import least, most
from cmp.model import Edge, Ref, UnclearNeed
from cmp.report.changes import Made, changes, whys
from cmp.report.names import labels
from cmp.report.since import fate, left_out, state, was
from cmp.report.sync import Since, SyncReport
from cmp.report.verdict import verdict
from cmp.text import printable_json

VERSION = "swell.plan/v1"
"""Of the shape: fields may be added to it, and none changes its meaning or goes."""


def written(report: SyncReport) -> str:
    """Return the plan as JSON."""
    return as_json({"version": VERSION, **content(report)})


def as_json(plan: Mapping[str, Any]) -> str:
    """Return a plan, or several, as text."""
    return printable_json(json.dumps(plan, indent=2, ensure_ascii=False))


def content(report: SyncReport) -> dict[str, Any]:
    """Return the plan as a document."""
    told = _Told(report)
    plan = report.plan
    return {
        "app": report.app,
        "namespace": report.namespace,
        "verdict": verdict(report).lower().replace(" ", "-"),
        "argocd": report.judge.fields,
        "steps": [told.step(step) for step in plan.steps],
        "never": [told.name(ref) for ref in plan.never],
        "onFailure": [told.name(task.ref) for task in plan.on_failure],
        "delaySeconds": plan.delay,
        "delayFrom": report.judge.paused or None,
        "leastSeconds": least(plan),
        "mostSeconds": most(plan),
        "failsAfterSeconds": end.seconds if (end := given_up(report.stalls)) else None,
        "stalls": [told.stall(stall) for stall in report.stalls],
        "unclear": [told.unclear(one) for one in report.unclear],
        "notInferredSince": [told.name(ref) for ref in report.hanging],
        "edges": [told.edge(edge) for edge in report.edges],
        **(told.since(report.since) if report.since else {}),
    }


class _Told:
    """The parts of a plan as JSON values; objects are given by their names in the plan."""

    def __init__(self, report: SyncReport) -> None:
        self.names: Mapping[Ref, str] = labels(report.refs)
        self.made: Mapping[Ref, Made] = changes(report.arranged)
        self.report = report

    def name(self, ref: Ref) -> str:
        return self.names.get(ref, str(ref))

    def step(self, step: Step) -> dict[str, Any]:
        return {
            "phase": step.phase,
            "wave": step.wave,
            "batches": [[self.task(task, step) for task in batch] for batch in step.batches],
            "gates": [{"object": self.name(gate.ref), "until": gate.until} for gate in step.gates],
            **({"prunes": [self.prune(one) for one in step.prunes]} if self.report.since else {}),
        }

    def prune(self, one: Prune) -> dict[str, Any]:
        return {"object": self.name(one.ref), "is": fate(one), "why": one.kept or None}

    def since(self, since: Since) -> dict[str, Any]:
        """Return what only a sync has that comes after another one."""
        hooks, alike = left_out(self.report)
        return {
            "after": since.name,
            "prunes": since.prunes,
            "refused": [
                {"object": self.name(one.ref) if one.ref else None, "message": one.message, "fix": one.fix}
                for one in since.refused
            ],
            "notRun": [self.name(ref) for ref in hooks],
            "leftOut": [self.name(ref) for ref in alike],
        }

    def task(self, task: Task, step: Step) -> dict[str, Any]:
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
            **({"is": state(task, step), "was": was(task, self.report.plan) or None} if self.report.since else {}),
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
