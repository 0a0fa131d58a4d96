"""a wave waits for an object that is Degraded until its controller has done its work.

Argo CD looks at the health of a wave two seconds after it is applied, if `syncWaveDelay` says nothing else. These kinds
have `Ready: False` until then, which Argo CD calls Degraded, and a Degraded object fails the whole sync. The next try
usually succeeds.

Let Argo CD try again: `syncPolicy: {retry: {limit: 5}}` in the Application. Automated syncs do so by themselves, so
this is info, and a warning only where `--app` shows an Application that does not try again.
"""

from collections.abc import Iterator

from cmp.argocd.api_versions import kubernetes_own
from cmp.argocd.health import FAILS, health
from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Severity

SEVERITY = Severity.INFO
_READY = "its Ready condition is False until it is issued"
_STORE = "its Ready condition is False until its provider answers"
_KINDS = {
    ("apps.kruise.io", "AdvancedCronJob"): "it is Degraded until it has run for the first time",
    ("autoscaling", "HorizontalPodAutoscaler"): "it has no metrics before its pods have run for a while",
    ("bitnami.com", "SealedSecret"): "its Synced condition is False until it is unsealed",
    ("cert-manager.io", "Certificate"): _READY,
    ("cert-manager.io", "ClusterIssuer"): "its Ready condition is False until it is registered",
    ("cert-manager.io", "Issuer"): "its Ready condition is False until it is registered",
    ("external-secrets.io", "ClusterSecretStore"): _STORE,
    ("external-secrets.io", "ExternalSecret"): "its Ready condition is False until its Secret is fetched",
    ("external-secrets.io", "SecretStore"): _STORE,
    ("gateway.networking.k8s.io", "Gateway"): "its conditions are False until it has an address",
    ("keda.sh", "ScaledObject"): "its Ready condition is False until its target is there",
    ("postgresql.cnpg.io", "Cluster"): "its Ready condition is False until the database runs",
}


def check(facts: Facts) -> Iterator[Finding]:
    """Find objects of such a kind that a step waits for."""
    if facts.application.retries:
        return
    never = {stall.ref for stall in facts.stalls}  # told by another check: no try succeeds
    for ref in facts.plan.awaited:
        if ref not in never and (
            why := _KINDS.get(ref.group_kind) or _blind(facts.objects.by_ref[ref], facts.plan.version)
        ):
            yield Finding(
                severity=SEVERITY if facts.application.retries is None else Severity.WARNING,
                ref=ref,
                message=f"{facts.plan.step(ref).name}, waits for it, and {why}: the first try of a sync may fail",
                fix="let the Application try again: `syncPolicy: {retry: {limit: 5}}`",
            )


def _blind(manifest: Manifest, version: str) -> str:
    """Return the finding's words where a health check reads a status that does not exist yet, else ""."""
    if kubernetes_own(manifest) or health(manifest, version) != FAILS:
        return ""
    return "Argo CD's check for it fails until its controller has written a status"
