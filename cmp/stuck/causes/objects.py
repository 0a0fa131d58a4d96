"""Causes that events of other objects show, and the health of a kind.

Sources: pkg/controller/volume/persistentvolume and cloud-provider's service controller of Kubernetes; the health checks
of gitops-engine/pkg/health and resource_customizations of Argo CD 3.4.13, 3.5.7 and 3.6.1.
"""

from cmp.stuck.causes.pods import DESCRIBE
from cmp.stuck.causes.row import Row, row
from cmp.stuck.model import Cause

FIRST_CONSUMER = Cause(
    name="first-consumer",
    why="its storage class binds it when a pod uses it, and no pod does yet",
    more=DESCRIBE,
    fix="put {object} into the wave of the first workload that mounts it: the wave waits for the claim, and the "
    "workload for the wave",
)
_NO_VOLUME = Cause(
    name="no-volume",
    why="no volume is made for it",
    more="kubectl get storageclass; kubectl -n {namespace} describe {about}",
    fix="name a storage class that the cluster has, or let its provisioner run",
)
_NO_CLASS = _NO_VOLUME.replace(why='its storage class "{needed}" does not exist')
_UNFIT = _NO_VOLUME.replace(why="no volume fits it, and it has no storage class")
_BALANCER = Cause(
    name="no-load-balancer",
    why="it has no address: nothing in the cluster has made its load balancer",
    more=DESCRIBE,
    fix="let a controller for load balancers run (cloud, MetalLB), or set type ClusterIP; else move {object} to the "
    "last wave",
)
_INGRESS = Cause(
    name="no-ingress-address",
    why="it has no address: no ingress controller has published one",
    more="kubectl get ingressclass; kubectl -n {namespace} describe {about}",
    fix="name an ingressClassName whose controller runs and publishes its address (Traefik: publishedService), "
    "or move {object} to the last wave",
)
_BOUND = Cause(
    name="no-volume",
    why="it is not bound to a volume",
    more=DESCRIBE,
    fix="look at its events: the storage class may be missing, or wait for a pod that comes in a later wave",
)
_SUSPENDED = Cause(
    name="suspended",
    why="it is suspended or paused: Argo CD waits until it is resumed",
    more="kubectl -n {namespace} get {kubectl} -o yaml",
    fix="take `suspend: true` or `paused: true` out of its manifest, or resume it by hand",
)
_DEADLINE = Cause(
    name="progress-deadline",
    why="it has not become available within its progressDeadlineSeconds",
    more="kubectl -n {namespace} get pods; kubectl -n {namespace} describe {kubectl}",
    fix="remove what keeps its pods from being ready, then sync again",
)
_JOB = Cause(
    name="job-failed",
    why="it has failed: {reason}",
    more="kubectl -n {namespace} logs job/{name} --all-containers",
    fix="correct what the log shows, then sync again",
)
_CHILD = Cause(
    name="child-application",
    why="the child application is not healthy",
    more="argocd app get {name} -o json | swell stuck -",
    fix="ask the child what it waits for; the parent goes on when it is healthy",
)
_METRICS = Cause(
    name="no-metrics",
    why="it can't read the metrics of its target",
    more=DESCRIBE,
    fix="let the metrics server or adapter run, and give the target's containers requests; or move {object} to the "
    "last wave",
)
_SERVED = Cause(
    name="api-service-unavailable",
    why="the Service behind this API does not answer",
    more="kubectl describe {kubectl}",
    fix="let the workload behind its Service run first: in an earlier wave than {object}",
)
_ESTABLISHED = Cause(
    name="definition-not-established",
    why="the API server has not established this CRD",
    more="kubectl describe {kubectl}",
    fix="look at its conditions: another CRD may have the same names",
)
_GONE = Cause(
    name="deleted-meanwhile",
    why="it was deleted before Argo CD had seen how it ended",
    more="kubectl -n {namespace} get events",
    fix="take ttlSecondsAfterFinished away, or make it a hook; see what else deletes it",
)

_NO_METRICS = "FailedGetResourceMetric FailedComputeMetricsReplicas FailedGetExternalMetric FailedGetObjectMetric"


def _claim(cause: Cause, pattern: str, reasons: str) -> Row:
    """Return a row for the events of a volume claim."""
    return row(cause, pattern, reasons=reasons, kinds="PersistentVolumeClaim")


EVENTS: tuple[Row, ...] = (
    _claim(FIRST_CONSUMER, r"waiting for first consumer", "WaitForFirstConsumer"),
    _claim(_NO_CLASS, r'storageclass\.storage\.k8s\.io "(?P<needed>[^"]+)" not found', "ProvisioningFailed"),
    _claim(_NO_VOLUME, r"", "ProvisioningFailed ExternalProvisioning"),
    _claim(_UNFIT, r"no persistent volumes available", "FailedBinding"),
    row(_METRICS, r"", reasons=_NO_METRICS, kinds="HorizontalPodAutoscaler"),
    row(_SUSPENDED, r"", reasons="Suspended", kinds="Job"),
    row(_BALANCER, r"", reasons="SyncLoadBalancerFailed AllocationFailed", kinds="Service"),
)

GONE: tuple[Row, ...] = (row(_GONE, r"is missing, it might have been deleted"),)

MESSAGES: tuple[Row, ...] = (
    row(_DEADLINE, r"exceeded its progress deadline", kinds="Deployment Rollout"),
    row(_SUSPENDED, r"^Job suspended|^Job is suspended|[Pp]aused|is suspended|^Suspended"),
    row(_JOB, r"^(?P<reason>Job has reached.*|Job was active longer.*|.*backoff limit.*)", kinds="Job"),
    row(_METRICS, r"[Mm]etric", kinds="HorizontalPodAutoscaler ScaledObject"),
)
"""By what Argo CD's health check says of an object."""

BY_KIND: dict[tuple[str, str], Cause] = {
    ("", "PersistentVolumeClaim"): _BOUND,
    ("", "Service"): _BALANCER,
    ("apiextensions.k8s.io", "CustomResourceDefinition"): _ESTABLISHED,
    ("apiregistration.k8s.io", "APIService"): _SERVED,
    ("argoproj.io", "Application"): _CHILD,
    ("extensions", "Ingress"): _INGRESS,
    ("networking.k8s.io", "Ingress"): _INGRESS,
}
"""What keeps an object of a kind from being healthy, where nothing else is told: there is one reason only."""

SUSPENDED = _SUSPENDED
