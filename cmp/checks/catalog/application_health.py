"""Applications in waves, which Argo CD does not wait for.

Argo CD has had no health check for Applications since 1.8: a wave of them ends as soon as they are applied, long
before their own syncs have begun. Waves of a root app (app of apps) order nothing until the check is restored in
argocd-cm.

The finding prints a check to restore it. This check calls an Application Progressing as long as it has no health, its
operation runs, or its last comparison was with another revision: such a health is older than the change.
"""

from collections.abc import Iterator

from cmp.checks.facts import Facts
from cmp.model import Finding, Severity

SEVERITY = Severity.WARNING
LUA = """\
resource.customizations.health.argoproj.io_Application: |
  local hs = {status = "Progressing", message = "no health yet"}
  local status = obj.status or {}
  local health = status.health or {}
  local operation = status.operationState or {}
  if health.status == nil then
    return hs
  end
  if obj.operation ~= nil or operation.phase == "Running" then
    hs.message = "an operation is running"
    return hs
  end
  local wanted = obj.spec.source
  local compared = ((status.sync or {}).comparedTo or {}).source
  if wanted ~= nil and (compared == nil or
      compared.targetRevision ~= wanted.targetRevision) then
    hs.message = "not compared with this revision yet"
    return hs
  end
  hs.status = health.status
  hs.message = health.message or ""
  return hs"""


def check(facts: Facts) -> Iterator[Finding]:
    """Find Applications in a wave that another one follows; the first is reported for all."""
    turns = facts.plan.first
    ordered = [one.ref for one in facts.objects.by_kind.get(("argoproj.io", "Application"), ()) if one.ref in turns]
    early = [ref for ref in ordered if turns[ref].step < len(facts.plan.steps) - 1]
    if early:
        more = f", nor for {len(early) - 1} more" if early[1:] else ""
        yield Finding(
            severity=SEVERITY,
            ref=early[0],
            message=f"{facts.plan.step(early[0]).name}, does not wait for it{more}: "
            "Argo CD does not judge Applications",
            fix=f"add a health check to the ConfigMap argocd-cm, unless it is there:\n{LUA}",
        )
