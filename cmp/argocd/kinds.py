"""Tables of kinds: Argo CD's order within a wave, the built-in groups, the kinds that run to an end or must last."""

KIND_ORDER = (
    "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget",
    "ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim",
    "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList",
    "Role", "RoleList", "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod", "ReplicationController",
    "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress",
    "APIService",
)  # fmt: skip
"""Within a wave Argo CD applies these kinds first, in this order, then all others by name (sync_tasks.go)."""

_RANKS = {kind: rank for rank, kind in enumerate(KIND_ORDER)}

BUILT_IN_GROUPS = frozenset({
    "", "admissionregistration.k8s.io", "apiregistration.k8s.io", "apps", "authentication.k8s.io",
    "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io",
    "events.k8s.io", "extensions", "flowcontrol.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io", "policy",
    "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "storage.k8s.io",
})  # fmt: skip

LONG_LIVED = frozenset({
    ("", "Namespace"), ("", "PersistentVolume"), ("", "PersistentVolumeClaim"), ("", "ReplicationController"),
    ("apps", "DaemonSet"), ("apps", "Deployment"), ("apps", "ReplicaSet"), ("apps", "StatefulSet"),
    ("batch", "CronJob"),
})  # fmt: skip
"""Kinds that hold data or run for long: as hooks they would be deleted and made anew at each sync."""

RUN_ONCE = frozenset({
    ("", "Pod"), ("batch", "Job"),
    ("argoproj.io", "AnalysisRun"), ("argoproj.io", "Workflow"), ("batch.volcano.sh", "Job"),
    ("k8s.mariadb.com", "SqlJob"), ("kubeflow.org", "PyTorchJob"), ("kubeflow.org", "TFJob"), ("ray.io", "RayJob"),
    ("sparkoperator.k8s.io", "SparkApplication"), ("tekton.dev", "PipelineRun"), ("tekton.dev", "TaskRun"),
    ("tower.ansible.com", "AnsibleJob"),
})  # fmt: skip
"""Kinds that run to an end."""


def rank(kind: str) -> int:
    """Return the position of a kind within a wave, whatever its group; kinds that Argo CD doesn't list come last."""
    return _RANKS.get(kind, len(KIND_ORDER))


def runs_once(group: str, kind: str) -> bool:
    """Tell whether an object runs to an end, as a Job does."""
    return (group, kind) in RUN_ONCE


def survives(group: str, kind: str) -> bool:
    """Tell whether an object must stay from one sync to the next, so that it must not become a hook."""
    if group in BUILT_IN_GROUPS:
        return (group, kind) in LONG_LIVED
    return (group, kind) not in RUN_ONCE
