"""A table of the fields by which objects other than pods name other objects: kind -> fields -> kind."""

from cmp.value import Value

_CERT, _CNPG, _ES, _GATEWAY = (
    "cert-manager.io",
    "postgresql.cnpg.io",
    "external-secrets.io",
    "gateway.networking.k8s.io",
)
_FLUX_HELM, _FLUX_KUSTOMIZE, _FLUX_SOURCE = (
    "helm.toolkit.fluxcd.io",
    "kustomize.toolkit.fluxcd.io",
    "source.toolkit.fluxcd.io",
)
_CROSSPLANE = "pkg.crossplane.io"
_RBAC, _STORAGE, _VSO = "rbac.authorization.k8s.io", "storage.k8s.io", "secrets.hashicorp.com"


class Field(Value):
    """A field that names an object: `path` leads to a mapping, and `name` is its key with the object's name.

    If `told` is true, the mapping may give another kind and group than those here. If `blocks` is true, the object
    can't be healthy without the one that it names.
    """

    path: str
    kind: str
    group: str = ""
    name: str = "name"
    told: bool = False
    blocks: bool = False


_BINDING = (
    Field(path="roleRef", kind="ClusterRole", group=_RBAC, told=True),
    Field(path="subjects[]", kind="ServiceAccount", told=True),
)
_CLAIM = (
    Field(path="spec", kind="StorageClass", group=_STORAGE, name="storageClassName"),
    Field(path="spec", kind="PersistentVolume", name="volumeName"),
)
_INGRESS = (
    Field(path="spec.defaultBackend.service", kind="Service"),
    Field(path="spec.rules[].http.paths[].backend.service", kind="Service"),
    Field(path="spec.tls[]", kind="Secret", name="secretName"),
    Field(path="spec", kind="IngressClass", group="networking.k8s.io", name="ingressClassName"),
)
_ROUTE = (
    Field(path="spec.rules[].backendRefs[]", kind="Service", told=True, blocks=True),
    Field(path="spec.parentRefs[]", kind="Gateway", group=_GATEWAY, told=True, blocks=True),
)
_ISSUER = (Field(path="spec.ca", kind="Secret", name="secretName"),)
_SCALED = (Field(path="spec.scaleTargetRef", kind="Deployment", group="apps", told=True, blocks=True),)
_TRIGGERED = (
    Field(
        path="spec.triggers[].authenticationRef", kind="TriggerAuthentication", group="keda.sh", told=True, blocks=True
    ),
)
_STORE = (
    Field(path="spec.secretStoreRef", kind="SecretStore", group=_ES, told=True, blocks=True),
    Field(path="spec.data[].sourceRef.storeRef", kind="SecretStore", group=_ES, told=True),
    Field(path="spec.dataFrom[].sourceRef.storeRef", kind="SecretStore", group=_ES, told=True),
)
_FLUX_AUTH = (Field(path="spec.secretRef", kind="Secret", blocks=True),)
_PACKAGE = (Field(path="spec.packagePullSecrets[]", kind="Secret", blocks=True),)
_OF_CLUSTER = (Field(path="spec.cluster", kind="Cluster", group=_CNPG),)
_VAULT = (Field(path="spec", kind="VaultAuth", group=_VSO, name="vaultAuthRef"),)
_WEBHOOK = (Field(path="webhooks[].clientConfig.service", kind="Service"),)
_ACCOUNT = (Field(path="spec", kind="ServiceAccount", name="serviceAccountName"),)

FIELDS: dict[tuple[str, str], tuple[Field, ...]] = {
    ("", "PersistentVolume"): _CLAIM[:1],
    ("", "PersistentVolumeClaim"): _CLAIM,
    ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"): _WEBHOOK,
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"): _WEBHOOK,
    ("apiregistration.k8s.io", "APIService"): (Field(path="spec.service", kind="Service", blocks=True),),
    ("apps", "StatefulSet"): (
        Field(path="spec", kind="Service", name="serviceName"),
        Field(path="spec.volumeClaimTemplates[].spec", kind="StorageClass", group=_STORAGE, name="storageClassName"),
    ),
    ("argoproj.io", "Rollout"): (
        Field(path="spec.workloadRef", kind="Deployment", group="apps", told=True),
        Field(path="spec.strategy.canary", kind="Service", name="stableService"),
        Field(path="spec.strategy.canary", kind="Service", name="canaryService"),
        Field(path="spec.strategy.blueGreen", kind="Service", name="activeService"),
        Field(path="spec.strategy.blueGreen", kind="Service", name="previewService"),
    ),
    ("argoproj.io", "Workflow"): (
        Field(path="spec.workflowTemplateRef", kind="WorkflowTemplate", group="argoproj.io"),
        Field(path="spec.templates[].dag.tasks[].templateRef", kind="WorkflowTemplate", group="argoproj.io"),
        Field(path="spec.templates[].steps[][].templateRef", kind="WorkflowTemplate", group="argoproj.io"),
    ),
    ("autoscaling", "HorizontalPodAutoscaler"): _SCALED,
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"): (
        Field(path="spec.targetRef", kind="Deployment", group="apps", told=True),
    ),
    (_CERT, "Certificate"): (Field(path="spec.issuerRef", kind="Issuer", group=_CERT, told=True, blocks=True),),
    (_CERT, "ClusterIssuer"): _ISSUER,
    (_CERT, "Issuer"): _ISSUER,
    (_ES, "ExternalSecret"): _STORE,
    (_GATEWAY, "Gateway"): (
        Field(path="spec", kind="GatewayClass", group=_GATEWAY, name="gatewayClassName"),
        Field(path="spec.listeners[].tls.certificateRefs[]", kind="Secret", told=True, blocks=True),
    ),
    (_GATEWAY, "GRPCRoute"): _ROUTE,
    (_GATEWAY, "HTTPRoute"): _ROUTE,
    (_GATEWAY, "TCPRoute"): _ROUTE,
    (_GATEWAY, "TLSRoute"): _ROUTE,
    (_FLUX_HELM, "HelmRelease"): (
        Field(path="spec.chart.spec.sourceRef", kind="HelmRepository", group=_FLUX_SOURCE, told=True, blocks=True),
        Field(path="spec.chartRef", kind="OCIRepository", group=_FLUX_SOURCE, told=True, blocks=True),
        Field(path="spec.valuesFrom[]", kind="ConfigMap", told=True),
        Field(path="spec.dependsOn[]", kind="HelmRelease", group=_FLUX_HELM, blocks=True),
    ),
    ("keda.sh", "ScaledJob"): _TRIGGERED,
    ("keda.sh", "ScaledObject"): _SCALED + _TRIGGERED,
    ("keda.sh", "TriggerAuthentication"): (Field(path="spec.secretTargetRef[]", kind="Secret"),),
    (_FLUX_KUSTOMIZE, "Kustomization"): (
        Field(path="spec.sourceRef", kind="GitRepository", group=_FLUX_SOURCE, told=True, blocks=True),
        Field(path="spec.dependsOn[]", kind="Kustomization", group=_FLUX_KUSTOMIZE, blocks=True),
    ),
    ("monitoring.coreos.com", "Alertmanager"): _ACCOUNT,
    ("monitoring.coreos.com", "Prometheus"): _ACCOUNT,
    ("networking.k8s.io", "Ingress"): _INGRESS,
    (_CNPG, "Cluster"): (
        Field(path="spec.bootstrap.initdb.secret", kind="Secret"),
        Field(path="spec.superuserSecret", kind="Secret"),
    ),
    (_CNPG, "Database"): _OF_CLUSTER,
    (_CNPG, "Pooler"): _OF_CLUSTER,
    (_CNPG, "ScheduledBackup"): _OF_CLUSTER,
    (_CROSSPLANE, "Configuration"): _PACKAGE,
    (_CROSSPLANE, "Provider"): (
        *_PACKAGE,
        Field(path="spec.runtimeConfigRef", kind="DeploymentRuntimeConfig", group=_CROSSPLANE, blocks=True),
        Field(path="spec.controllerConfigRef", kind="ControllerConfig", group=_CROSSPLANE, blocks=True),
    ),
    (_FLUX_SOURCE, "Bucket"): _FLUX_AUTH,
    (_FLUX_SOURCE, "GitRepository"): _FLUX_AUTH,
    (_FLUX_SOURCE, "HelmRepository"): _FLUX_AUTH,
    (_FLUX_SOURCE, "OCIRepository"): _FLUX_AUTH,
    (_RBAC, "ClusterRoleBinding"): _BINDING,
    (_RBAC, "RoleBinding"): _BINDING,
    (_VSO, "VaultAuth"): (Field(path="spec", kind="VaultConnection", group=_VSO, name="vaultConnectionRef"),),
    (_VSO, "VaultDynamicSecret"): _VAULT,
    (_VSO, "VaultStaticSecret"): _VAULT,
    ("traefik.io", "IngressRoute"): (
        Field(path="spec.routes[].services[]", kind="Service", told=True),
        Field(path="spec.routes[].middlewares[]", kind="Middleware", group="traefik.io"),
        Field(path="spec.tls", kind="Secret", name="secretName"),
    ),
}
