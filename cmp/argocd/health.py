"""The health that Argo CD gives an object right after it is applied, before a controller has written its status.

A step passes objects that are Healthy and objects without a health check. It waits for Progressing, Suspended and
Unknown ones, and fails with a Degraded one; a hook that is Unknown fails too (getOperationPhase in
gitops-engine/pkg/sync/sync_context.go). Sources: gitops-engine/pkg/health and resource_customizations of Argo CD
3.4.13, 3.5.7 and 3.6.1. A cluster's argocd-cm may add health checks, which cannot be seen from the manifests.
"""

from typing import Any

from cmp.argocd.health_scripts import script
from cmp.model import Manifest

HEALTHY, PROGRESSING, SUSPENDED = "Healthy", "Progressing", "Suspended"
DEGRADED, UNKNOWN = "Degraded", "Unknown"
FAILS = "Fails"
"""No health: the check fails, since it looks into a status that is not there. A step waits, and an operation that
compares the object just then ends with a ComparisonError."""
NOTHING = ""
"""The answer of a script that answers nothing: a step waits for that, but a hook has done its work."""
ANYTHING = object()
"""Whatever a field holds, as long as it is there."""

IN_GO = frozenset({
    ("", "PersistentVolumeClaim"), ("", "Pod"), ("", "Service"), ("apiregistration.k8s.io", "APIService"),
    ("apps", "DaemonSet"), ("apps", "Deployment"), ("apps", "ReplicaSet"), ("apps", "StatefulSet"),
    ("argoproj.io", "Workflow"), ("autoscaling", "HorizontalPodAutoscaler"), ("batch", "Job"),
    ("extensions", "Ingress"), ("networking.k8s.io", "Ingress"),
})  # fmt: skip
"""The kinds whose check is not a script (GetHealthCheckFunc); no version has more or fewer."""

_WHATEVER_IT_SAYS = {
    HEALTHY: frozenset({
        "argoproj.io/CronWorkflow", "astra.netapp.io/Schedule", "datadoghq.com/DatadogMetric",
    }),
    FAILS: frozenset({
        "apiextensions.k8s.io/CustomResourceDefinition", "apps.kruise.io/AdvancedCronJob",
        "core.humio.com/HumioCluster", "lifecycle.keptn.sh/KeptnAppVersion", "lifecycle.keptn.sh/KeptnEvaluation",
        "lifecycle.keptn.sh/KeptnTask", "lifecycle.keptn.sh/KeptnWorkloadInstance",
        "lifecycle.keptn.sh/KeptnWorkloadVersion", "metrics.keptn.sh/Analysis", "metrics.keptn.sh/KeptnMetric",
        "postgresql.cnpg.io/Cluster", "rollouts.kruise.io/Rollout",
    }),
    UNKNOWN: frozenset({
        "/PersistentVolumeClaim", "/Pod", "beat.k8s.elastic.co/Beat", "elasticsearch.k8s.elastic.co/Elasticsearch",
        "flagger.app/Canary", "game.kruise.io/GameServer", "medusa.k8ssandra.io/MedusaBackupJob",
        "medusa.k8ssandra.io/MedusaTask", "ocs.openshift.io/StorageCluster", "psmdb.percona.com/PerconaServerMongoDB",
        "pxc.percona.com/PerconaXtraDBCluster", "rabbitmq.com/Binding", "rabbitmq.com/Exchange",
        "rabbitmq.com/Permission", "rabbitmq.com/Policy", "rabbitmq.com/Queue", "rabbitmq.com/Shovel",
        "rabbitmq.com/User", "rabbitmq.com/Vhost",
    }),
    NOTHING: frozenset({"spot.io/SpotDeployment"}),
}  # fmt: skip
"""What a check calls an object without a status."""

_SHOOT = ("metadata", "labels", "shoot.gardener.cloud/status")
_SUSPEND = (("spec", "suspend"), True, SUSPENDED)
BY_FIELD: dict[str, tuple[tuple[tuple[str, ...], object, str], ...]] = {
    "/Service": ((("spec", "type"), "LoadBalancer", PROGRESSING), ((), None, HEALTHY)),
    "apps/Deployment": ((("spec", "paused"), True, SUSPENDED),),
    "astra.netapp.io/ExecHook": ((("spec", "enabled"), True, HEALTHY), (("spec", "enabled"), False, SUSPENDED)),
    "batch/CronJob": ((("spec", "suspend"), True, HEALTHY),),
    "capsule.clastix.io/GlobalTenantResource": ((("spec", "cordoned"), True, SUSPENDED),),
    "capsule.clastix.io/TenantResource": ((("spec", "cordoned"), True, SUSPENDED),),
    "cluster.x-k8s.io/Cluster": ((("spec", "paused"), True, SUSPENDED),),
    "cluster.x-k8s.io/MachineDeployment": ((("spec", "paused"), True, SUSPENDED),),
    "core.gardener.cloud/Shoot": (
        (_SHOOT, "healthy", HEALTHY), (_SHOOT, "unhealthy", DEGRADED), (_SHOOT, "unknown", UNKNOWN),
    ),
    "flink.apache.org/FlinkDeployment": ((("spec", "job", "state"), "suspended", HEALTHY),),
    "helm.toolkit.fluxcd.io/HelmRelease": (_SUSPEND,),
    "image.toolkit.fluxcd.io/ImageRepository": (_SUSPEND,),
    "image.toolkit.fluxcd.io/ImageUpdateAutomation": (_SUSPEND,),
    "kubevirt.io/VirtualMachine": ((("spec", "running"), False, HEALTHY), (("spec", "runStrategy"), "Halted", HEALTHY)),
    "kustomize.toolkit.fluxcd.io/Kustomization": (_SUSPEND,),
    "notification.toolkit.fluxcd.io/Receiver": (_SUSPEND,),
    "policy.open-cluster-management.io/Policy": ((("spec", "disabled"), True, HEALTHY),),
    "postgresql.cnpg.io/Cluster": (
        (("metadata", "annotations", "cnpg.io/reconciliationLoop"), "disabled", SUSPENDED),
    ),
    "source.toolkit.fluxcd.io/Bucket": (_SUSPEND,),
    "source.toolkit.fluxcd.io/GitRepository": (_SUSPEND,),
    "source.toolkit.fluxcd.io/HelmChart": (_SUSPEND,),
    "source.toolkit.fluxcd.io/HelmRepository": (_SUSPEND, (("spec", "type"), "oci", HEALTHY)),
    "source.toolkit.fluxcd.io/OCIRepository": (_SUSPEND,),
}  # fmt: skip
"""What an object says itself that decides: a field, its value, and the health; the first that fits counts."""

_UPBOUND = frozenset({
    "ClusterProviderConfig", "ClusterProviderConfigUsage", "ProviderConfig", "ProviderConfigUsage", "StoreConfig",
})  # fmt: skip
_CROSSPLANE = _UPBOUND | {
    "Composition", "CompositionRevision", "ControllerConfig", "DeploymentRuntimeConfig", "EnvironmentConfig",
    "ImageConfig",
}  # fmt: skip
"""Kinds of such groups that are Healthy at once, since their controllers write no conditions."""


def health(manifest: Manifest, version: str) -> str | None:
    """Return the health that Argo CD gives an object without a status; None where it has no check for the kind."""
    group, kind = manifest.ref.group, manifest.ref.kind
    name = script(group, kind, version) or (f"{group}/{kind}" if (group, kind) in IN_GO else "")
    if not name:
        return None
    for path, value, status in BY_FIELD.get(name, ()):
        if not path or says(manifest, path, value):
            return status
    at_once = (
        (name == "_.crossplane.io/_" and kind in _CROSSPLANE)
        or (name == "_.upbound.io/_" and kind in _UPBOUND)
        or (name == "microgateway.airlock.com/_" and not kind.endswith("Policy"))
    )
    fixed = (status for status, names in _WHATEVER_IT_SAYS.items() if name in names)
    return HEALTHY if at_once else next(fixed, PROGRESSING)


def says(manifest: Manifest, path: tuple[str, ...], value: object) -> bool:
    """Tell whether a field of an object has exactly this value: 1 and the text "true" do not equal true."""
    found: Any = manifest.document
    for key in path:
        found = found.get(key) if isinstance(found, dict) else None
    return found is not None if value is ANYTHING else type(found) is type(value) and found == value
