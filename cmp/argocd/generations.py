"""Whether Argo CD waits for a changed object, or takes the status that its controller wrote before for the new one.

Once a spec is applied, the status is that of the generation before until the controller has come to it. A script that
reads `metadata.generation` or `observedGeneration` calls that Progressing; any other one reads the old conditions,
mostly Healthy, and the sync goes on. Source: resource_customizations/<group>/<kind>/health.lua of Argo CD 3.4.13, 3.5.7
and 3.6.1, and their test data; Argo CD's checks in Go heed the generation where there is one to heed.
"""

from cmp.argocd.health_scripts import script
from cmp.argocd.versions import NEWEST, up_to

HEEDFUL: dict[str, dict[str, str]] = {
    "3.4": {
        "_.cnrm.cloud.google.com": "_",
        "apps.kruise.io": "CloneSet DaemonSet StatefulSet",
        "argoproj.io": "Rollout",
        "bitnami.com": "SealedSecret",
        "game.kruise.io": "GameServerSet",
        "gateway.networking.k8s.io": "GRPCRoute HTTPRoute",
        "numaflow.numaproj.io": "InterStepBufferService MonoVertex Pipeline Vertex",
        "numaplane.numaproj.io": "ISBServiceRollout MonoVertexRollout NumaflowControllerRollout PipelineRollout",
        "policy.open-cluster-management.io": "ConfigurationPolicy OperatorPolicy",
        "projectcontour.io": "ExtensionService HTTPProxy",
        "promoter.argoproj.io": "ArgoCDCommitStatus ChangeTransferPolicy CommitStatus PromotionStrategy PullRequest",
        "rollouts.kruise.io": "Rollout",
        "services.cloud.sap.com": "ServiceBinding ServiceInstance",
    },
    "3.5": {
        "gateway.networking.k8s.io": "BackendTLSPolicy GatewayClass",
        "karpenter.sh": "NodeClaim",
        "operator.victoriametrics.com": "_",
        "promoter.argoproj.io": (
            "ClusterScmProvider GitCommitStatus GitRepository ScmProvider TimedCommitStatus WebRequestCommitStatus"
        ),
    },
    "3.6": {
        "addons.projectcapsule.dev": "GlobalSopsSecret SopsProvider SopsSecret",
        "capsule.clastix.io": (
            "CapsuleConfiguration CustomQuota GlobalCustomQuota GlobalProxySettings GlobalTenantResource "
            "ProxySetting ResourcePool ResourcePoolClaim Tenant TenantOwner TenantResource"
        ),
        "controlplane.cluster.x-k8s.io": "AWSManagedControlPlane",
        "gateway.envoyproxy.io": (
            "Backend BackendTrafficPolicy ClientTrafficPolicy EnvoyExtensionPolicy EnvoyPatchPolicy SecurityPolicy"
        ),
        "gateway.networking.k8s.io": "ListenerSet TLSRoute",
        "kro.run": "ResourceGraphDefinition _",
        "kyverno.io": "ClusterPolicy",
        "medusa.k8ssandra.io": "MedusaBackupJob MedusaTask",
        "microgateway.airlock.com": "_",
        "policies.kyverno.io": (
            "DeletingPolicy GeneratingPolicy ImageValidatingPolicy MutatingPolicy NamespacedDeletingPolicy "
            "NamespacedGeneratingPolicy NamespacedImageValidatingPolicy NamespacedMutatingPolicy "
            "NamespacedValidatingPolicy ValidatingPolicy"
        ),
        "postgresql.cnpg.io": "Database",
        "pulumi.com": "Stack",
        "serving.kserve.io": "LLMInferenceService",
    },
}
"""The scripts that heed the generation, by the version that began to."""


def takes_old_for_new(group: str, kind: str, version: str = NEWEST) -> bool:
    """Tell whether a kind has a script that calls a changed object what its status of before says."""
    name = script(group, kind, version)
    where, _, which = name.rpartition("/")
    return bool(name) and not any(which in HEEDFUL[each].get(where, "").split() for each in up_to(version))
