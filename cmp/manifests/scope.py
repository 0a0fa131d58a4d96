"""Which kinds belong to no namespace: Argo CD gives them the Application's, so it tells nothing about them.

It does so even where they say another one (DeduplicateTargetObjects in controller/state.go and getSyncTasks in
gitops-engine/pkg/sync/sync_context.go of Argo CD 3.5.1).
"""

_ADMISSION = "admissionregistration.k8s.io"
_RBAC = "rbac.authorization.k8s.io"

CLUSTER_SCOPED = frozenset({
    ("", "Namespace"), ("", "Node"), ("", "PersistentVolume"),
    (_ADMISSION, "MutatingWebhookConfiguration"), (_ADMISSION, "ValidatingAdmissionPolicy"),
    (_ADMISSION, "ValidatingAdmissionPolicyBinding"), (_ADMISSION, "ValidatingWebhookConfiguration"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"), ("apiregistration.k8s.io", "APIService"),
    ("cert-manager.io", "ClusterIssuer"), ("external-secrets.io", "ClusterExternalSecret"),
    ("external-secrets.io", "ClusterSecretStore"), ("gateway.networking.k8s.io", "GatewayClass"),
    ("keda.sh", "ClusterTriggerAuthentication"), ("networking.k8s.io", "IngressClass"),
    ("node.k8s.io", "RuntimeClass"), (_RBAC, "ClusterRole"), (_RBAC, "ClusterRoleBinding"),
    ("resource.k8s.io", "DeviceClass"), ("scheduling.k8s.io", "PriorityClass"),
    ("snapshot.storage.k8s.io", "VolumeSnapshotClass"), ("storage.k8s.io", "CSIDriver"),
    ("storage.k8s.io", "StorageClass"), ("storage.k8s.io", "VolumeAttributesClass"),
})  # fmt: skip
