"""an order without effect, since Argo CD can't tell when the first object is ready.

Argo CD has health checks for built-in kinds and some hundred custom ones. Any other object counts as done as soon as it
is applied, so that a wave after it begins two seconds later. This is harmless if the later object can't start before
the earlier one has done its work, for example because it reads a Secret that the earlier one writes. A Job of a
Kueue queue is Healthy to Argo CD as soon as the queue has resumed it, and not only when it has completed.

Otherwise add a health check for the kind to argocd-cm; the finding prints a first version of it. Kinds that are mere
configuration, as those of Istio, have no conditions that a health check could read: there the later object has to wait.
"""

from collections.abc import Iterator

from cmp.argocd.gates import unawaited
from cmp.argocd.kinds import BUILT_IN_GROUPS
from cmp.argocd.queued import queued
from cmp.checks.facts import Facts
from cmp.model import Edge, Finding, Manifest, Need, Ref, Severity, Strength
from cmp.text import article

SEVERITY = Severity.INFO
_LUA = """\
resource.customizations.health.{group}_{kind}: |
  local hs = {{status = "Progressing", message = "no status yet"}}
  if obj.status ~= nil and obj.status.conditions ~= nil then
    for _, condition in ipairs(obj.status.conditions) do
      if condition.type == "Ready" and condition.status == "True" then
        hs.status = "Healthy"
        hs.message = condition.message or ""
      end
    end
  end
  return hs"""
_BY_ITSELF = "let what needs it wait by itself, or have a health check for batch_Job that looks for Complete alone"
_CONDITIONLESS_GROUPS = frozenset({
    "extensions.istio.io", "networking.istio.io", "security.istio.io", "telemetry.istio.io",
})  # fmt: skip
_CONDITIONLESS_KINDS = frozenset({
    ("monitoring.coreos.com", "PodMonitor"), ("monitoring.coreos.com", "Probe"),
    ("monitoring.coreos.com", "PrometheusRule"), ("monitoring.coreos.com", "ScrapeConfig"),
    ("monitoring.coreos.com", "ServiceMonitor"),
})  # fmt: skip
"""Kinds that are read as configuration, and in whose status no condition Ready is written."""
_OWN_CHECK = ("argoproj.io", "Application")


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects that a later one needs ready and that have no health check; once each."""
    needs: dict[Ref, list[Edge]] = {}
    for edge in facts.edges:
        if edge.need is Need.READY and edge.strength is Strength.MUST and _ungated(facts, edge):
            needs.setdefault(edge.before, []).append(edge)
    for ref, edges in needs.items():
        open_ones = [edge for edge in edges if not edge.blocks]
        blind = unawaited(facts.objects.by_ref[ref], facts.plan.version)
        after = (open_ones or edges)[0].after
        yield Finding(
            severity=SEVERITY,
            ref=ref,
            message=(
                f"{blind}: {after} is applied whether it is ready or not"
                if open_ones
                else f"{blind}; harmless, since {after} can't start before it is ready"
            ),
            fix=_fix(facts.objects.by_ref[ref]) if open_ones else "none is needed",
        )


def _fix(manifest: Manifest) -> str:
    ref = manifest.ref
    if queued(manifest):
        return _BY_ITSELF
    if ref.group in _CONDITIONLESS_GROUPS or ref.group_kind in _CONDITIONLESS_KINDS:
        return f"no health check helps, since {article(ref.kind)} has no condition Ready: let the later object wait"
    return f"add one to the ConfigMap argocd-cm:\n{_LUA.format(group=ref.group, kind=ref.kind)}"


def _ungated(facts: Facts, edge: Edge) -> bool:
    ref, turns = edge.before, facts.plan.first
    if not {ref, edge.after} <= turns.keys():
        return False
    judged = ref.group in BUILT_IN_GROUPS or ref.group_kind == _OWN_CHECK
    if judged and not queued(facts.objects.by_ref[ref]):
        return False
    return turns[ref].step < turns[edge.after].step and bool(unawaited(facts.objects.by_ref[ref], facts.plan.version))
