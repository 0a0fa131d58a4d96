"""Which objects a sync applies, and why it does not apply the others.

Source: CompareAppState in controller/state.go, coreExcludedResources in util/settings/resources_filter.go, and
`resource.exclusions` in manifests/base/config/argocd-cm.yaml of Argo CD 3.6.1; 3.0 was the first to ship those.
"""

from cmp.argocd.annotations import HELM_HOOK, HOOK
from cmp.argocd.hooks import Role, hook_types, phases, role
from cmp.model import Manifest, Ref

_FAILURE = ("SyncFail",)
_REVIEWS = frozenset({
    "LocalSubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectReview", "SelfSubjectRulesReview",
    "SubjectAccessReview", "TokenReview",
})  # fmt: skip
_ENDPOINTS = frozenset({"EndpointSlice", "Endpoints"})
_REPORTS = frozenset({
    "AdmissionReport", "BackgroundScanReport", "ClusterAdmissionReport", "ClusterBackgroundScanReport",
    "ClusterEphemeralReport", "ClusterPolicyReport", "EphemeralReport", "PolicyReport", "UpdateRequest",
})  # fmt: skip
EXCLUDED_GROUPS = ("events.k8s.io", "metrics.k8s.io")
EXCLUDED = {
    "": _ENDPOINTS | {"Event"},
    "authentication.k8s.io": _REVIEWS,
    "authorization.k8s.io": _REVIEWS,
    "cert-manager.io": frozenset({"CertificateRequest"}),
    "certificates.k8s.io": frozenset({"CertificateSigningRequest"}),
    "cilium.io": frozenset({"CiliumEndpoint", "CiliumEndpointSlice", "CiliumIdentity"}),
    "coordination.k8s.io": frozenset({"Lease"}),
    "discovery.k8s.io": _ENDPOINTS,
    "kyverno.io": _REPORTS,
    "reports.kyverno.io": _REPORTS,
    "wgpolicyk8s.io": _REPORTS,
}
"""The kinds that Argo CD leaves alone as it is shipped, by group."""


EXCLUSION = "its kind stands in Argo CD's resource.exclusions, which argocd-cm may change"
"""What people are told of such an object."""


def excluded(ref: Ref) -> bool:
    """Tell whether Argo CD never manages an object of this kind, whatever its annotations are."""
    return ref.group in EXCLUDED_GROUPS or ref.kind in EXCLUDED.get(ref.group, ())


def applied(manifest: Manifest) -> tuple[str, ...]:
    """Return the phases in which a sync applies an object, in Argo CD's order; none if it never does."""
    return () if excluded(manifest.ref) else phases(manifest.head.annotations)


def unapplied(manifest: Manifest) -> str:
    """Return why a successful sync does not apply an object; "" if it does."""
    annotations = manifest.head.annotations
    if excluded(manifest.ref):
        return "resource.exclusions in argocd-cm"
    if phases(annotations) not in ((), _FAILURE):
        return ""
    if role(annotations) is not Role.IGNORED:
        return f"a {' and '.join(hook_types(annotations))} hook"
    key = HOOK if HOOK in annotations else HELM_HOOK
    return f"{key}: {annotations[key]} means nothing to Argo CD"
