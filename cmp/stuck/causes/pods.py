"""Causes that events of pods show, and events of what makes pods.

The words are those of Kubernetes 1.34 to 1.37: pkg/kubelet (kuberuntime, images, prober, volumemanager),
pkg/scheduler/framework, pkg/controller/{job,replicaset,statefulset} and plugin/pkg/admission. The first row that fits
counts: what comes before a pod starts stands above what comes after.
"""

from cmp.stuck.causes.row import Row, row
from cmp.stuck.model import Cause

DESCRIBE = "kubectl -n {namespace} describe {about}"
_LOGS = "kubectl -n {namespace} logs {about} --all-containers --previous"
_SCHEDULING = "FailedScheduling"
_MAKERS = "ReplicaSet StatefulSet DaemonSet Job ReplicationController CloneSet"

NEEDED = Cause(
    name="missing-config",
    why="its pod needs {needs}/{needed}, which is not there",
    more="kubectl -n {namespace} get {needs} {needed}",
    fix="create {needs}/{needed} in the namespace {namespace}, or correct the name in {object}; the pod then starts "
    "by itself",
)
"""What a pod names is missing; `later` makes another cause of it where the application brings it later."""
_KEY = Cause(
    name="missing-key",
    why="its pod needs the key {key} of {needs} {needed}, which has no such key",
    more="kubectl -n {namespace} describe {needs} {needed}",
    fix="add the key, or correct its name in {object}; the pod then starts by itself",
)
_IMAGE = Cause(
    name="image-pull",
    why="its pod can't pull the image {image}",
    more=DESCRIBE,
    fix="correct the image's name or tag, push it, or give the pod an imagePullSecret for that registry; the pod "
    "tries again by itself",
)
_IMAGE_NAME = _IMAGE.replace(why="its pod names an image that is none: {image}", fix="correct the image's name")
_UNSCHEDULABLE = Cause(
    name="unschedulable",
    why="no node can take its pod ({lacks})",
    more=DESCRIBE,
    fix="add nodes, or lower what {object} asks for: requests, node selector, affinity, tolerations",
)
_UNBOUND = Cause(
    name="unbound-claim",
    why="its pod has a volume claim that is not bound",
    more="kubectl -n {namespace} get pvc",
    fix="look at the claim's events: its storage class may be missing, or have no volume left",
)
_REFUSED = "kubectl -n {namespace} get events --field-selector reason=FailedCreate"
_QUOTA = Cause(
    name="quota",
    why="the quota {quota} of its namespace leaves no place for its pod",
    more="kubectl -n {namespace} describe quota",
    fix="raise the quota, or ask for less; the pod is then made by itself",
)
_POD_SECURITY = Cause(
    name="pod-security",
    why="the Pod Security Standard {level} of its namespace forbids its pod",
    more=_REFUSED,
    fix="give the pod the security context that the message asks for, or the namespace another level",
)
_ACCOUNT = Cause(
    name="missing-service-account",
    why="its pod's ServiceAccount/{needed} is not there",
    more="kubectl -n {namespace} get serviceaccount {needed}",
    fix="create ServiceAccount/{needed} in the namespace {namespace}, in an earlier wave or phase than {object}",
)
_PRIORITY = Cause(
    name="missing-priority-class",
    why="its pod's PriorityClass/{needed} is not there",
    more="kubectl get priorityclass",
    fix="create PriorityClass/{needed} in an earlier wave than {object}",
)
_POD_REFUSED = Cause(
    name="pod-refused",
    why="the API server refuses its pod",
    more=_REFUSED,
    fix="correct what the message names; the pod is then made by itself",
)
_POD_WEBHOOK = Cause(
    name="webhook-unreachable",
    why="the webhook {webhook}, which has to admit its pod, does not answer",
    more="kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
    fix="let the webhook's Service and pods run, or delete its configuration if it is a rest",
)
_POD_DENIED = Cause(
    name="admission-denied",
    why="the webhook or policy {webhook} refuses its pod",
    more=_REFUSED,
    fix="correct what the message names, or ask the policy's owner; the pod is then made by itself",
)
_ATTACHED = Cause(
    name="volume-in-use",
    why="its pod's volume is still attached to another node",
    more=DESCRIBE,
    fix="let the pod that has the volume end (strategy Recreate does so), or use a volume that several nodes share",
)
_MOUNT = Cause(
    name="mount-failed",
    why="a volume of its pod can't be mounted",
    more=DESCRIBE,
    fix="correct what the message names: the volume, its driver, or its Secret",
)
_SANDBOX = Cause(
    name="pod-network",
    why="the node can't set up its pod's network or sandbox",
    more=DESCRIBE,
    fix="look at the network plugin on the pod's node; it may be full of addresses, or not running",
)
_START = Cause(
    name="cannot-start",
    why="a container of its pod can't be started",
    more=DESCRIBE,
    fix="correct what the message names: the command, a user, a path or a limit",
)
_CRASH = Cause(
    name="crash-loop",
    why="a container of its pod ends with an error again and again",
    more=_LOGS,
    fix="correct what the log shows; if it can't reach what comes in a later wave or phase, move that one forward",
)
_PROBE = Cause(
    name="probe-fails",
    why="its pod runs, and its readiness probe fails",
    more="kubectl -n {namespace} logs {about} --all-containers",
    fix="correct what the log shows, or the probe's path, port or delay",
)
_KILLED = _PROBE.replace(
    why="a container of its pod is killed again and again, since its liveness or startup probe fails", more=_LOGS
)
_EVICTED = Cause(
    name="evicted",
    why="its pod was evicted from its node",
    more=DESCRIBE,
    fix="give the node more of what it lacks, or the pod a request that fits",
)
_JOB_FAILED = Cause(
    name="job-failed",
    why="it has failed: {reason}",
    more="kubectl -n {namespace} logs job/{name} --all-containers",
    fix="correct what the log shows, then sync again",
)


def _maker(cause: Cause, pattern: str) -> Row:
    """Return a row for the events of what makes pods, and can't."""
    return row(cause, pattern, reasons="FailedCreate", kinds=_MAKERS)


def _pod(cause: Cause, pattern: str, reasons: str) -> Row:
    """Return a row for the events of a pod."""
    return row(cause, pattern, reasons=reasons, kinds="Pod")


ROWS: tuple[Row, ...] = (
    _maker(_QUOTA, r"exceeded quota: (?P<quota>[^\s,]+)"),
    _maker(_POD_SECURITY, r'violates PodSecurity "(?P<level>[^":]+)'),
    _maker(_ACCOUNT, r'serviceaccount "(?P<needed>[^"]+)" not found'),
    _maker(_PRIORITY, r"no PriorityClass with name (?P<needed>\S+)"),
    _maker(_POD_WEBHOOK, r'failed calling webhook "(?P<webhook>[^"]+)"'),
    _maker(_POD_DENIED, r"(?:admission webhook \"|Policy ')(?P<webhook>[^\"']+)[\"'].{0,300}denied"),
    _maker(_POD_REFUSED, r""),
    _pod(NEEDED, r'(?P<needs>persistentvolumeclaim) "(?P<needed>[^"]+)" not found', _SCHEDULING),
    _pod(_UNBOUND, r"unbound immediate PersistentVolumeClaims|find available persistent volumes", _SCHEDULING),
    _pod(_UNSCHEDULABLE, r"nodes are available: (?P<lacks>.{1,90}?)(?:\. |\.$|$)", _SCHEDULING),
    _pod(_UNSCHEDULABLE.replace(why="its pod can't be scheduled"), r"", _SCHEDULING),
    _pod(NEEDED, r'(?P<needs>configmap|secret) "(?P<needed>[^"]+)" not found', "Failed FailedMount"),
    _pod(_KEY, r"references non-existent (?P<needs>config|secret) key: (?P<key>\S+)(?P<needed>)", "FailedMount"),
    _pod(_KEY, r"find key (?P<key>\S+) in (?P<needs>ConfigMap|Secret) (?:[^/\s]+/)?(?P<needed>\S+)", "Failed"),
    _pod(_ATTACHED, r"Multi-Attach error", "FailedAttachVolume"),
    _pod(_MOUNT, r"", "FailedMount FailedAttachVolume FailedMapVolume"),
    _pod(_SANDBOX, r"", "FailedCreatePodSandBox NetworkNotReady"),
    _pod(_IMAGE_NAME, r'Failed to apply default image tag "(?P<image>[^"]*)"', "Failed InspectFailed"),
    _pod(_IMAGE, r'(?:Failed to pull|Back-off pulling) image "(?P<image>[^"]+)"', "Failed BackOff"),
    _pod(_IMAGE, r'image "(?P<image>[^"]+)" is not present with pull policy of Never', "ErrImageNeverPull"),
    _pod(_START, r"", "Failed FailedCreatePodContainer FailedPostStartHook"),
    _pod(_KILLED, r"failed (?:liveness|startup) probe, will be restarted", "Killing"),
    _pod(_KILLED, r"^(?:Liveness|Startup) probe (?:failed|errored)", "Unhealthy"),
    _pod(_CRASH, r"Back-off restarting failed", "BackOff"),
    _pod(_EVICTED, r"", "Evicted"),
    row(_JOB_FAILED, r"^(?P<reason>.*)", reasons="BackoffLimitExceeded DeadlineExceeded PodFailurePolicy", kinds="Job"),
    _pod(_PROBE, r"^Readiness probe (?:failed|errored)", "Unhealthy"),
)  # fmt: skip
