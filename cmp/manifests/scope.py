"""The kinds that belong to no namespace. Argo CD gives their objects the Application's, which says nothing of them.

It does so even where they say another one (NormalizeTargetObjects in controller/state.go and getSyncTasks in
gitops-engine/pkg/sync/sync_context.go of Argo CD 3.6.1).
"""

_KINDS = {
    "": "Namespace Node PersistentVolume",
    "admissionregistration.k8s.io": "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding"
    " MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
    " ValidatingWebhookConfiguration",
    "apiextensions.crossplane.io": "CompositeResourceDefinition Composition EnvironmentConfig",
    "apiextensions.k8s.io": "CustomResourceDefinition",
    "apiregistration.k8s.io": "APIService",
    "argoproj.io": "ClusterAnalysisTemplate ClusterWorkflowTemplate",
    "cert-manager.io": "ClusterIssuer",
    "certificates.k8s.io": "CertificateSigningRequest ClusterTrustBundle",
    "cilium.io": "CiliumBGPAdvertisement CiliumBGPClusterConfig CiliumBGPNodeConfig CiliumBGPPeerConfig"
    " CiliumBGPPeeringPolicy CiliumCIDRGroup CiliumClusterwideEnvoyConfig CiliumClusterwideNetworkPolicy"
    " CiliumEgressGatewayPolicy CiliumIdentity CiliumL2AnnouncementPolicy CiliumLoadBalancerIPPool CiliumNode"
    " CiliumPodIPPool",
    "config.openshift.io": "APIServer Authentication ClusterOperator ClusterVersion DNS Image Infrastructure Ingress"
    " Network OAuth Proxy Scheduler",
    "crd.projectcalico.org": "FelixConfiguration GlobalNetworkPolicy GlobalNetworkSet IPPool",
    "external-secrets.io": "ClusterExternalSecret ClusterPushSecret ClusterSecretStore",
    "flowcontrol.apiserver.k8s.io": "FlowSchema PriorityLevelConfiguration",
    "gateway.networking.k8s.io": "GatewayClass",
    "karpenter.k8s.aws": "EC2NodeClass",
    "karpenter.sh": "NodeClaim NodePool",
    "keda.sh": "ClusterTriggerAuthentication",
    "kueue.x-k8s.io": "AdmissionCheck ClusterQueue ResourceFlavor",
    "kyverno.io": "ClusterCleanupPolicy ClusterPolicy GlobalContextEntry",
    "machineconfiguration.openshift.io": "KubeletConfig MachineConfig MachineConfigPool",
    "networking.k8s.io": "IPAddress IngressClass ServiceCIDR",
    "node.k8s.io": "RuntimeClass",
    "operator.tigera.io": "APIServer Installation",
    "pkg.crossplane.io": "Configuration DeploymentRuntimeConfig Function Provider",
    "policy.networking.k8s.io": "AdminNetworkPolicy BaselineAdminNetworkPolicy",
    "policies.kyverno.io": "ImageValidatingPolicy MutatingPolicy ValidatingPolicy",
    "project.openshift.io": "Project",
    "projectcalico.org": "FelixConfiguration GlobalNetworkPolicy GlobalNetworkSet IPPool",
    "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding",
    "resource.k8s.io": "DeviceClass ResourceSlice",
    "scheduling.k8s.io": "PriorityClass",
    "security.openshift.io": "SecurityContextConstraints",
    "snapshot.storage.k8s.io": "VolumeSnapshotClass VolumeSnapshotContent",
    "storage.k8s.io": "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass",
    "templates.gatekeeper.sh": "ConstraintTemplate",
    "trust.cert-manager.io": "Bundle",
}
CLUSTER_SCOPED = frozenset((group, kind) for group, kinds in _KINDS.items() for kind in kinds.split())
