"""Objects that need each other, and the edges between them in a line each."""

from collections.abc import Iterable
from typing import Any

from cmp.config.model import Config
from cmp.dialect import to_json
from cmp.manifests.split import split
from cmp.model import Edge, Manifest, Reason
from cmp.objects.objects import Objects
from cmp.order.edges import edges

VERSIONS = {
    "APIService": "apiregistration.k8s.io/v1",
    "Certificate": "cert-manager.io/v1",
    "Cluster": "postgresql.cnpg.io/v1",
    "ClusterRole": "rbac.authorization.k8s.io/v1",
    "ClusterRoleBinding": "rbac.authorization.k8s.io/v1",
    "CronJob": "batch/v1",
    "CustomResourceDefinition": "apiextensions.k8s.io/v1",
    "DaemonSet": "apps/v1",
    "Deployment": "apps/v1",
    "ExternalSecret": "external-secrets.io/v1",
    "HTTPRoute": "gateway.networking.k8s.io/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "Ingress": "networking.k8s.io/v1",
    "Issuer": "cert-manager.io/v1",
    "Job": "batch/v1",
    "PostgresCluster": "postgres-operator.crunchydata.com/v1beta1",
    "PriorityClass": "scheduling.k8s.io/v1",
    "Role": "rbac.authorization.k8s.io/v1",
    "RoleBinding": "rbac.authorization.k8s.io/v1",
    "Rollout": "argoproj.io/v1alpha1",
    "RuntimeClass": "node.k8s.io/v1",
    "SealedSecret": "bitnami.com/v1alpha1",
    "SecretStore": "external-secrets.io/v1",
    "StorageClass": "storage.k8s.io/v1",
    "StatefulSet": "apps/v1",
    "ValidatingWebhookConfiguration": "admissionregistration.k8s.io/v1",
    "Widget": "example.com/v1",
    "Workflow": "argoproj.io/v1alpha1",
    "postgresql": "acid.zalan.do/v1",
}
ARGO, HELM = "argocd.argoproj.io/hook", "helm.sh/hook"
Document = dict[str, Any]


def thing(what: str, *, labels: Document | None = None, namespace: str = "", **more: Any) -> Document:
    """Return an object; of `more`, `hook` and `annotations` go into its metadata."""
    kind, _, name = what.partition("/")
    annotations = more.pop("annotations", {}) | ({ARGO: more.pop("hook")} if "hook" in more else {})
    metadata = {"name": name, "labels": labels or {}, "annotations": annotations}
    metadata |= {"namespace": namespace} if namespace else {}
    return {"apiVersion": VERSIONS.get(kind, "v1"), "kind": kind, "metadata": metadata, **more}


def runs(what: str, spec: Document | None = None, *, pod: Document | None = None, **more: Any) -> Document:
    """Return a workload with one container; `spec` is laid over the pod's, `pod` are the pod's labels."""
    own = more.pop("own", {})
    body = {"containers": [more.pop("container", {})], **(spec or {})}
    return thing(what, spec={**own, "template": {"metadata": {"labels": pod or {}}, "spec": body}}, **more)


def says(**variables: str) -> Document:
    return {"env": [{"name": name, "value": value} for name, value in variables.items()]}


def secret(name: str, **more: Any) -> Document:
    return {"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": name, "key": "a", **more}}}]}


def stream(documents: Iterable[Document]) -> tuple[Manifest, ...]:
    return split("".join(f"---\n{to_json(document)}\n" for document in documents), namespace="app")


def found(documents: Iterable[Document], reason: Reason | None = None, **options: Any) -> list[str]:
    return [
        told(edge) for edge in edges(Objects(stream(documents), Config(**options))) if reason in (None, edge.reason)
    ]


def told(edge: Edge) -> str:
    return f"{edge.before} {edge.after} {edge.need} {edge.strength}{' blocks' * edge.blocks}"


def behind(documents: Iterable[Document]) -> list[str]:
    """Return the edges from the workloads that addresses lead to, without those from the Services themselves."""
    return [edge for edge in found(documents, Reason.ADDRESS) if not edge.startswith("Service/")]


WEB, API = thing("ConfigMap/web"), thing("ConfigMap/api")
WAITER = {"name": "wait", "image": "kubectl", "command": ["sh", "-c"]}


def waits(*args: str, **more: Any) -> Document:
    return {"initContainers": [{**WAITER, "args": list(args), **more}]}


DB, DB_SERVICE = runs("StatefulSet/db", pod={"app": "db"}), thing("Service/db", spec={"selector": {"app": "db"}})
CRD = thing("CustomResourceDefinition/widgets.example.com", spec={"group": "example.com", "names": {"kind": "Widget"}})
HOOK = {"hook": "Sync"}


def webhook(**more: Any) -> Document:
    rule = {"apiGroups": ["example.com"], "apiVersions": ["*"], "operations": ["CREATE"], "resources": ["widgets"]}
    client = {"service": {"name": "hook", "namespace": "app"}}
    return thing(
        "ValidatingWebhookConfiguration/hook",
        webhooks=[{"name": "w", "clientConfig": client, "rules": [rule | more.pop("rule", {})], **more}],
    )


SERVED = [
    runs("Deployment/hook", {"serviceAccountName": "hook"}, pod={"app": "hook"}),
    thing("Service/hook", spec={"selector": {"app": "hook"}}),
]


def volume(**source: Any) -> Document:
    return {"volumes": [{"name": "v", **source}]}


ROLE_REF = {"kind": "Role", "apiGroup": "rbac.authorization.k8s.io", "name": "x"}
RIGHTS = [
    thing("Role/x", rules=[]),
    thing("RoleBinding/y", roleRef=ROLE_REF, subjects=[{"kind": "ServiceAccount", "name": "z", "namespace": "app"}]),
]


def operator(**rule: list[str]) -> list[Document]:
    said = {"apiGroups": ["example.com"], "resources": ["widgets"], "verbs": ["*"], **rule}
    return [
        thing("ClusterRole/op", rules=[said]),
        thing(
            "ClusterRoleBinding/op",
            roleRef={"kind": "ClusterRole", "name": "op"},
            subjects=[{"kind": "ServiceAccount", "name": "op", "namespace": "app"}],
        ),
        runs("Deployment/op", {"serviceAccountName": "op"}),
    ]
