"""Objects whose own fields stop them, such as a paused Deployment: a step that waits for one never ends.

The controller of such an object writes a status that Argo CD's health check does not call Healthy, or no status.
Sources: the documentation of each controller for the fields; resource_customizations and gitops-engine/pkg/health of
Argo CD 3.4.13, 3.5.7 and 3.6.1 for the health that follows.
"""

from cmp.argocd.health import ANYTHING, DEGRADED, IN_GO, PROGRESSING, SUSPENDED, UNKNOWN, says
from cmp.argocd.health_scripts import script
from cmp.argocd.queued import queued
from cmp.model import Manifest
from cmp.value import Value

_Path = tuple[str, ...]
_JOB = ("batch", "Job")


_CALLED = {
    DEGRADED: "Argo CD calls it degraded",
    PROGRESSING: "it never becomes healthy",
    SUSPENDED: "Argo CD calls it suspended",
    UNKNOWN: "it never becomes healthy",
}
_RESUMED = ", and healthy as soon as it is resumed, before it has completed"


class Halted(Value):
    """The field that stops an object (`cause`), its effect in words, and the health that Argo CD then reports."""

    cause: str
    effect: str
    health: str

    @property
    def why(self) -> str:
        """Cause and effect as a message shows them."""
        return f"{self.cause}: {self.effect}"


def _annotation(key: str) -> _Path:
    return ("metadata", "annotations", key)


_PAUSED = (("spec", "paused"), True, SUSPENDED)
_SUSPEND = (("spec", "suspend"), True, SUSPENDED)
_CORDONED = (("spec", "cordoned"), True, SUSPENDED)
_ROLLING = (("spec", "updateStrategy", "rollingUpdate", "paused"), True, SUSPENDED)
_CLUSTER_API = (_annotation("cluster.x-k8s.io/paused"), ANYTHING, PROGRESSING)
_CROSSPLANE = (_annotation("crossplane.io/paused"), "true", DEGRADED)
_CROSSPLANE_AWS = (_annotation("crossplane.io/paused"), "true", SUSPENDED)
_ELASTIC = (_annotation("eck.k8s.elastic.co/managed"), "false", UNKNOWN)
_KEDA = (_annotation("autoscaling.keda.sh/paused"), "true", SUSPENDED)
_KSERVE = (_annotation("serving.kserve.io/stop"), "true", SUSPENDED)
_STRIMZI = (_annotation("strimzi.io/pause-reconciliation"), "true", PROGRESSING)

_FIELDS: dict[str, tuple[tuple[_Path, object, str], ...]] = {
    "_.crossplane.io/_": (_CROSSPLANE,),
    "_.upbound.io/_": (_CROSSPLANE,),
    "apps.kruise.io/AdvancedCronJob": (_PAUSED,),
    "apps.kruise.io/BroadcastJob": (_PAUSED,),
    "apps.kruise.io/CloneSet": ((("spec", "updateStrategy", "paused"), True, SUSPENDED),),
    "apps.kruise.io/DaemonSet": (_ROLLING,),
    "apps.kruise.io/StatefulSet": (_ROLLING,),
    "apps/Deployment": (_PAUSED,),
    "argoproj.io/Rollout": (_PAUSED,),
    "argoproj.io/Workflow": ((("spec", "suspend"), True, PROGRESSING),),
    "astra.netapp.io/ExecHook": ((("spec", "enabled"), False, SUSPENDED),),
    "batch/Job": (_SUSPEND,),
    "beat.k8s.elastic.co/Beat": (_ELASTIC,),
    "capabilities.3scale.net/Application": (_SUSPEND,),
    "capabilities.3scale.net/DeveloperUser": ((("spec", "suspended"), True, SUSPENDED),),
    "capsule.clastix.io/GlobalTenantResource": (_CORDONED,),
    "capsule.clastix.io/Tenant": (_CORDONED,),
    "capsule.clastix.io/TenantResource": (_CORDONED,),
    "cloudfront.aws.crossplane.io/Distribution": (_CROSSPLANE_AWS,),
    "cluster.x-k8s.io/Cluster": (_PAUSED, _CLUSTER_API),
    "cluster.x-k8s.io/Machine": (_CLUSTER_API,),
    "cluster.x-k8s.io/MachineDeployment": (_PAUSED, _CLUSTER_API),
    "cluster.x-k8s.io/MachinePool": (_CLUSTER_API,),
    "elasticsearch.k8s.elastic.co/Elasticsearch": (_ELASTIC,),
    "flink.apache.org/FlinkSessionJob": ((("spec", "job", "state"), "suspended", SUSPENDED),),
    "game.kruise.io/GameServerSet": (_ROLLING,),
    "helm.toolkit.fluxcd.io/HelmRelease": (_SUSPEND,),
    "iam.aws.crossplane.io/Policy": (_CROSSPLANE_AWS,),
    "iam.aws.crossplane.io/Role": (_CROSSPLANE_AWS,),
    "iam.aws.crossplane.io/RolePolicyAttachment": (_CROSSPLANE_AWS,),
    "image.toolkit.fluxcd.io/ImageRepository": (_SUSPEND,),
    "image.toolkit.fluxcd.io/ImageUpdateAutomation": (_SUSPEND,),
    "k8s.mariadb.com/MariaDB": ((("spec", "suspend"), True, PROGRESSING),),
    "kafka.strimzi.io/Kafka": (_STRIMZI,),
    "kafka.strimzi.io/KafkaBridge": (_STRIMZI,),
    "kafka.strimzi.io/KafkaConnect": (_STRIMZI,),
    "kafka.strimzi.io/KafkaConnector": (_STRIMZI,),
    "kafka.strimzi.io/KafkaTopic": (_STRIMZI,),
    "kafka.strimzi.io/KafkaUser": (_STRIMZI,),
    "keda.sh/ScaledJob": (_KEDA,),
    "keda.sh/ScaledObject": (_KEDA, (_annotation("autoscaling.keda.sh/paused-replicas"), ANYTHING, SUSPENDED)),
    "kustomize.toolkit.fluxcd.io/Kustomization": (_SUSPEND,),
    "logstash.k8s.elastic.co/Logstash": (_ELASTIC,),
    "notification.toolkit.fluxcd.io/Receiver": (_SUSPEND,),
    "operator.victoriametrics.com/_": (_PAUSED,),
    "postgresql.cnpg.io/Cluster": (
        (_annotation("cnpg.io/hibernation"), "on", SUSPENDED),
        (_annotation("cnpg.io/reconciliationLoop"), "disabled", SUSPENDED),
    ),
    "psmdb.percona.com/PerconaServerMongoDB": ((("spec", "pause"), True, SUSPENDED),),
    "pxc.percona.com/PerconaXtraDBCluster": ((("spec", "pause"), True, UNKNOWN),),
    "rabbitmq.com/RabbitmqCluster": (
        (("metadata", "labels", "rabbitmq.com/pauseReconciliation"), "true", PROGRESSING),
        (("spec", "replicas"), 0, PROGRESSING),
    ),
    "rds.aws.crossplane.io/DBCluster": (_CROSSPLANE_AWS,),
    "rds.aws.crossplane.io/DBInstance": (_CROSSPLANE_AWS,),
    "route53.aws.crossplane.io/ResourceRecordSet": (_CROSSPLANE_AWS,),
    "s3.aws.crossplane.io/Bucket": (_CROSSPLANE_AWS,),
    "serving.kserve.io/InferenceService": (_KSERVE,),
    "serving.kserve.io/LLMInferenceService": (_KSERVE,),
    "source.toolkit.fluxcd.io/Bucket": (_SUSPEND,),
    "source.toolkit.fluxcd.io/GitRepository": (_SUSPEND,),
    "source.toolkit.fluxcd.io/HelmChart": (_SUSPEND,),
    "source.toolkit.fluxcd.io/HelmRepository": (_SUSPEND,),
    "source.toolkit.fluxcd.io/OCIRepository": (_SUSPEND,),
    "tekton.dev/PipelineRun": ((("spec", "status"), "PipelineRunPending", PROGRESSING),),
}
"""A field, its value, and the health with which Argo CD answers what the controller then writes."""


def halted(manifest: Manifest) -> Halted | None:
    """Return the field that keeps an object from becoming healthy; None if there is no such field."""
    kind = manifest.ref.group_kind
    name = script(*kind) or ("/".join(kind) if kind in IN_GO else "")
    for path, value, status in () if queued(manifest) else _FIELDS.get(name, ()):
        if says(manifest, path, value):
            effect = _CALLED[status] + (_RESUMED if kind == _JOB else "")
            return Halted(cause=_cause(path, value), effect=effect, health=status)
    if kind == _JOB and says(manifest, ("spec", "parallelism"), 0) and not completes_at_once(manifest):
        return Halted(cause="spec.parallelism is 0", effect="it starts no pod", health=PROGRESSING)
    return None


def completes_at_once(manifest: Manifest) -> bool:
    """Tell whether an object is a Job that completes without starting a pod (`completions: 0`)."""
    return manifest.ref.group_kind == _JOB and says(manifest, ("spec", "completions"), 0)


def _cause(path: _Path, value: object) -> str:
    """Return a field and its value in words; annotations and labels by their key alone, since that contains dots."""
    place = ".".join(path) if path[0] != "metadata" else f"its {path[1].removesuffix('s')} {path[2]}"
    held = "set" if value is ANYTHING else str(value).lower() if isinstance(value, bool) else value
    return f"{place} is {held}"
