"""What objects need of each other: a table of hits and near misses for each reason."""

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from cmp.config.model import Placed
from cmp.config.spec_rules import Rule
from cmp.dialect import to_json
from cmp.manifests.split import split
from cmp.model import Edge, Manifest, Need, Reason, Strength
from cmp.order.edges import edges
from cmp.order.edges.merge import merged
from cmp.order.edges.weights import weights

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
_ARGO, _HELM = "argocd.argoproj.io/hook", "helm.sh/hook"
Document = dict[str, Any]


def thing(what: str, *, labels: Document | None = None, namespace: str = "", **more: Any) -> Document:
    """Return an object; of `more`, `hook` and `annotations` go into its metadata."""
    kind, _, name = what.partition("/")
    annotations = more.pop("annotations", {}) | ({_ARGO: more.pop("hook")} if "hook" in more else {})
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
    return [told(edge) for edge in edges(stream(documents), **options) if reason in (None, edge.reason)]


def behind(documents: Iterable[Document]) -> list[str]:
    """Return the edges from the workloads that addresses lead to, without those from the Services themselves."""
    return [edge for edge in found(documents, Reason.ADDRESS) if not edge.startswith("Service/")]


def told(edge: Edge) -> str:
    return f"{edge.before} {edge.after} {edge.need} {edge.strength}{' blocks' * edge.blocks}"


def placed(**said: Any) -> Placed:
    return Placed(rule=msgspec.convert(said, Rule), where="apps/web/swell.yaml:7", name="rules[3]")


WEB, API, OLD = thing("ConfigMap/web"), thing("ConfigMap/api"), thing("ConfigMap/old", annotations={_HELM: "test"})
GROUP, AFTER_GROUPS = "helm.sh/resource-group", "helm.sh/depends-on/resource-groups"
WAITER = {"name": "wait", "image": "kubectl", "command": ["sh", "-c"]}


def waits(*args: str, **more: Any) -> Document:
    return {"initContainers": [{**WAITER, "args": list(args), **more}]}


MIGRATE = runs("Job/web-migrate", labels={"app": "web-migrate", "gitsha": "1"}, pod={"role": "migration"})
DB, DB_SERVICE = runs("StatefulSet/db", pod={"app": "db"}), thing("Service/db", spec={"selector": {"app": "db"}})
CRD = thing("CustomResourceDefinition/widgets.example.com", spec={"group": "example.com", "names": {"kind": "Widget"}})
HOOK, WEB_DB = {"hook": "Sync"}, "StatefulSet/db Deployment/web ready should"


@pytest.mark.parametrize(
    ("objects", "rules", "expected"),
    [
        pytest.param(
            [WEB, API],
            [{"match": {"name": "web"}, "after": {"name": "api"}}],
            ["ConfigMap/api ConfigMap/web ready must"],
            id="after names what comes first",
        ),
        pytest.param(
            [WEB, API],
            [{"match": {"name": "web"}, "before": [{"name": "a*"}, {"name": "api"}]}],
            ["ConfigMap/web ConfigMap/api ready must"],
            id="before names what comes later",
        ),
        pytest.param(
            [WEB, API],
            [{"match": {"name": "*"}, "after": {"name": "web"}}],
            ["ConfigMap/web ConfigMap/api ready must"],
            id="nothing comes after itself",
        ),
        pytest.param([WEB, API], [{"match": {"name": "web"}, "wave": 1}], [], id="a rule may say nothing of others"),
        pytest.param(
            [WEB, OLD], [{"match": {"name": "*"}, "after": {"name": "*"}}], [], id="a Helm test takes no part"
        ),
        pytest.param(
            [
                thing(
                    "ConfigMap/web", annotations={"config.kubernetes.io/depends-on": "/namespaces/app/ConfigMap/api,"}
                ),
                API,
            ],
            [],
            ["ConfigMap/api ConfigMap/web ready must"],
            id="kpt's annotation names an object of a namespace",
        ),
        pytest.param(
            [
                thing(
                    "Widget/web",
                    annotations={
                        "config.kubernetes.io/depends-on": "rbac.authorization.k8s.io/ClusterRole/api, a/b/c",
                    },
                ),
                thing("ClusterRole/api", namespace="odd"),
            ],
            [],
            ["ClusterRole/api Widget/web ready must"],
            id="kpt's annotation names an object of the cluster",
        ),
        pytest.param(
            [
                thing(
                    "ConfigMap/web", annotations={"config.kubernetes.io/depends-on": "/namespaces/b/ConfigMap/api,x"}
                ),
                API,
            ],
            [],
            [],
            id="what kpt's annotation names elsewhere is not of this stream",
        ),
        *(
            pytest.param(
                [
                    thing("ConfigMap/web", annotations={GROUP: "app", AFTER_GROUPS: said}),
                    thing("ConfigMap/api", annotations={GROUP: "data-base"}),
                    thing("ConfigMap/too", annotations={GROUP: "app"}),
                ],
                [],
                ["ConfigMap/api ConfigMap/too ready must", "ConfigMap/api ConfigMap/web ready must"],
                id=f"a resource group comes after those of {said!r}",
            )
            for said in ('["data-base"]', "- data-base\n- other", "data-base, app", "data-base")
        ),
        pytest.param(
            [thing("ConfigMap/web", annotations={GROUP: "app"}), thing("ConfigMap/api", annotations={GROUP: "b"})],
            [],
            [],
            id="a resource group needs no other by itself",
        ),
    ],
)
def test_declared(objects: list[Document], rules: list[Document], expected: list[str]) -> None:
    assert found(objects, Reason.DECLARED, rules=[placed(**rule) for rule in rules]) == expected


def test_a_declared_edge_names_its_rule() -> None:
    rule = placed(match={"name": "web"}, after={"name": "api"})
    assert edges(stream([WEB, API]), rules=[rule])[0].whys == (
        "apps/web/swell.yaml:7: rules[3] says after ConfigMap/api",
    )


def helm(name: str, event: str, weight: str = "", **more: str) -> Document:
    return thing(f"ConfigMap/{name}", annotations={_HELM: event, "helm.sh/hook-weight": weight, **more})


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            [helm("c", "post-install", "5"), helm("a", "post-install,post-upgrade", "-6"), helm("b", "post-install")],
            ["ConfigMap/a ConfigMap/b ready must", "ConfigMap/b ConfigMap/c ready must"],
            id="each weight comes after the next lower one",
        ),
        pytest.param(
            [helm("a", "pre-install, pre-upgrade", "1"), helm("b", "pre-upgrade", "2")],
            ["ConfigMap/a ConfigMap/b ready must"],
            id="one event in common is enough",
        ),
        pytest.param(
            [helm("a", "pre-install", "1"), helm("b", "pre-install", "1")], [], id="equal weights need nothing"
        ),
        pytest.param([helm("a", "pre-install", "1"), helm("b", "post-install", "2")], [], id="events are apart"),
        pytest.param([helm("a", "test", "1"), helm("b", "test", "2")], [], id="tests are no part of a sync"),
        pytest.param(
            [helm("a", "pre-install", "1"), helm("b", "pre-install", "2", **{_ARGO: "Sync"})],
            [],
            id="who names a phase of Argo CD is out of Helm's order",
        ),
        pytest.param(
            [thing("ConfigMap/a", annotations={"helm.sh/hook-weight": "1"}), helm("b", "pre-install", "2")],
            [],
            id="a weight alone makes no hook",
        ),
    ],
)
def test_weights(objects: list[Document], expected: list[str]) -> None:
    assert found(objects, Reason.WEIGHT) == expected
    assert sorted({told(edge) for edge in weights(stream(objects))}) == expected


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            [thing("Widget/a"), CRD],
            ["CustomResourceDefinition/widgets.example.com Widget/a exists must"],
            id="a definition comes before its objects",
        ),
        pytest.param([thing("Rollout/a"), CRD], [], id="a definition is nothing to other kinds"),
        pytest.param([thing("Namespace/app"), WEB], [], id="a namespace is Argo CD's own matter"),
    ],
)
def test_definitions(objects: list[Document], expected: list[str]) -> None:
    assert found(objects) == expected


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
CLOSED = "Deployment/hook Widget/a ready must"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param([webhook()], [CLOSED], id="v1 refuses while nobody answers"),
        pytest.param(
            [webhook(rule={"resources": ["*"], "apiGroups": ["*"], "operations": ["*"]})], [CLOSED], id="stars"
        ),
        pytest.param([webhook(objectSelector={"matchLabels": {"app": "a"}})], [CLOSED], id="its labels are selected"),
        pytest.param(
            [webhook(namespaceSelector={"matchLabels": {"kubernetes.io/metadata.name": "app"}})],
            [CLOSED],
            id="the name of its namespace is selected",
        ),
        pytest.param(
            [
                webhook(namespaceSelector={"matchExpressions": [{"key": "off", "operator": "DoesNotExist"}]}),
                thing("Namespace/app"),
            ],
            [CLOSED],
            id="its namespace is here, and selected",
        ),
        pytest.param([webhook(failurePolicy="Ignore")], [], id="one that may fail stops nobody"),
        pytest.param([webhook(rule={"operations": ["DELETE"]})], [], id="creation is another operation"),
        pytest.param([webhook(rule={"apiVersions": ["v2"]})], [], id="another version"),
        pytest.param([webhook(rule={"resources": ["widgets/status"]})], [], id="a part of the object"),
        pytest.param([webhook(objectSelector={"matchLabels": {"app": "b"}})], [], id="other labels are selected"),
        pytest.param(
            [webhook(namespaceSelector={"matchExpressions": [{"key": "off", "operator": "DoesNotExist"}]})],
            [],
            id="nobody here knows the labels of its namespace",
        ),
        pytest.param([webhook(clientConfig={"url": "https://elsewhere"})], [], id="somebody else answers"),
    ],
)
def test_admission(objects: list[Document], expected: list[str]) -> None:
    every = found([*objects, *SERVED, thing("Widget/a", labels={"app": "a"})], Reason.ADMISSION)
    assert [edge for edge in every if "Widget" in edge] == expected


def test_a_webhook_never_waits_for_what_it_needs_itself() -> None:
    everything = {"apiGroups": ["*"], "resources": ["*/*"]}
    objects = [webhook(rule=everything), *SERVED, CRD, thing("ServiceAccount/hook"), thing("ConfigMap/other")]
    assert found(objects, Reason.ADMISSION) == [
        "Deployment/hook ConfigMap/other ready must",
        "Deployment/hook ValidatingWebhookConfiguration/hook ready should",
    ]


def test_a_hook_before_its_webhook_is_not_shown_to_it() -> None:
    assert CLOSED not in found([webhook(), *SERVED, thing("Widget/a", hook="PreSync")])


WATCHED = "Job/web-migrate Deployment/web ready must blocks"


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        *(
            pytest.param([runs("Deployment/web", waits(*args))], [WATCHED], id=" ".join(args))
            for args in (
                ("kubectl wait --for=condition=complete job/web-migrate",),
                ("kubectl wait --for=condition=complete job -l app=web-migrate",),
                ("kubectl wait --for=condition=complete job -lapp=web-migrate",),
                ("kubectl wait --for=condition=complete job --selector=role=migration",),
                ("kubectl wait --for=condition=complete job -l 'app in (web-migrate, b)'",),
            )
        ),
        pytest.param(
            [
                runs(
                    "Deployment/web",
                    {"initContainers": [{"image": "groundnuty/k8s-wait-for:v2", "args": ["job", "web-migrate"]}]},
                )
            ],
            [WATCHED],
            id="k8s-wait-for",
        ),
        pytest.param(
            [runs("Deployment/web", {"initContainers": [{"name": "wait", **says(JOB_NAME="web-migrate")}]})],
            [WATCHED],
            id="a variable names the Job",
        ),
        pytest.param(
            [runs("Job/seed", container={**WAITER, "args": ["kubectl wait job/web-migrate"]})],
            ["Job/web-migrate Job/seed ready must blocks"],
            id="a Job's container waits for another",
        ),
        pytest.param(
            [runs("Deployment/web", waits("kubectl wait job/web-migrate"), own={"replicas": 0})],
            [WATCHED.removesuffix(" blocks")],
            id="who runs no pods is healthy without",
        ),
        pytest.param([runs("Deployment/web", waits("kubectl wait job/web-migrate-2"))], [], id="a longer name"),
        pytest.param([runs("Deployment/web", waits("manage.py web-migrate"))], [], id="a word that is no Job"),
        pytest.param([runs("Deployment/web", waits("kubectl delete job web-migrate --wait"))], [], id="who deletes it"),
        pytest.param(
            [runs("Deployment/web", waits("kubectl wait job -l gitsha=1"), pod={"gitsha": "1"})],
            [WATCHED],
            id="a label that the watcher has too",
        ),
        pytest.param([runs("Deployment/web", waits("kubectl wait job -l app=web"))], [], id="another label"),
        pytest.param(
            [runs("Deployment/web", waits("kubectl wait job/web-migrate"), namespace="b")], [], id="elsewhere"
        ),
        pytest.param(
            [runs("Deployment/web", container={**WAITER, "args": ["kubectl wait job/web-migrate"]})],
            [],
            id="a main container",
        ),
        pytest.param([runs("Job/web-migrate", waits("kubectl wait job/web-migrate"))], [], id="itself"),
    ],
)
def test_watched(objects: list[Document], expected: list[str]) -> None:
    assert found([MIGRATE, *objects], Reason.WATCHED) == expected


@pytest.mark.parametrize(
    "container",
    [
        *(
            pytest.param(says(A=value), id=f"a variable holds {value}")
            for value in (
                "http://db",
                "http://db:80/x",
                "postgres://user:secret@db/app",
                "amqp://u:p@db:5672",
                "db:5432",
                "a:1,db:5432",
                "db.app",
                "db.app.svc",
                "db.app.svc.cluster.local:5432",
                "db-0.db.app.svc",
                "user:secret@tcp(db:3306)/app",
            )
        ),
        *(
            pytest.param({"command": ["sh", "-c", line]}, id=line)
            for line in (
                "until nc -z db 5432; do sleep 1; done",
                "pg_isready -h db",
                "serve --db-host=db",
                "curl -f http://db/x",
                "(echo > /dev/tcp/db/5432)",
                "wait-for-it.sh db:5432 -- run",
            )
        ),
        pytest.param(says(PGHOST="db"), id="a variable for a host holds the name"),
    ],
)
def test_who_names_a_service_as_a_host_talks_to_what_is_behind(container: Document) -> None:
    assert behind([DB, DB_SERVICE, runs("Deployment/web", container=container)]) == [WEB_DB]


@pytest.mark.parametrize(
    "container",
    [
        *(
            pytest.param(says(A=value), id=f"a variable holds {value}")
            for value in (
                "db",
                "http://db2",
                "http://my-db",
                "http://x/db",
                "a.db.example.com",
                "db.example.com",
                "http://db:pw@x",
                "/var/db",
                "db.other.svc",
                "run the db",
                "db:latest",
                "mydb:5432",
            )
        ),
        *(
            pytest.param({"command": ["sh", "-c", line]}, id=line)
            for line in ("manage db migrate", "cd db", "certgen --host=db,db.app.svc", "openssl -subj /CN=db.app.svc")
        ),
        pytest.param({"env": [{"name": "DB_HOST", "value": 5}], "args": "db:5432"}, id="nothing that makes sense"),
    ],
)
def test_not_every_word_is_a_host(container: Document) -> None:
    assert found([DB, DB_SERVICE, runs("Deployment/web", container=container)]) == []


URL = says(URL="http://db")


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            [runs("Job/a", container=URL, **HOOK)], ["StatefulSet/db Job/a ready must"], id="a hook has to have it"
        ),
        pytest.param(
            [runs("Job/a", container=URL)], ["StatefulSet/db Job/a ready should"], id="a plain Job tries again"
        ),
        pytest.param(
            [runs("Job/a", container=URL, namespace="b", **HOOK)], [], id="elsewhere the short name is another Service"
        ),
        pytest.param([runs("StatefulSet/db", container=URL, pod={"app": "db"})], [], id="nobody waits for itself"),
    ],
)
def test_addresses(objects: list[Document], expected: list[str]) -> None:
    assert behind([DB, DB_SERVICE, *objects]) == expected


def test_a_variable_that_is_common_to_a_release_is_no_need() -> None:
    db = runs("StatefulSet/db", container=URL, pod={"app": "db"})
    assert behind([db, DB_SERVICE, runs("Job/a", container=URL, **HOOK)]) == ["StatefulSet/db Job/a ready should"]


def test_a_hook_can_not_wait_for_who_waits_for_it() -> None:
    web = runs("Deployment/web", waits("kubectl wait job/a"), pod={"app": "web"})
    service = thing("Service/web", spec={"selector": {"app": "web"}})
    job = runs("Job/a", container=says(URL="http://web"), **HOOK)
    assert behind([web, service, job]) == ["Deployment/web Job/a ready should"]


def test_a_job_serves_nobody() -> None:
    job = runs("Job/db", pod={"app": "db"})
    assert behind([job, DB_SERVICE, runs("Deployment/web", container=URL)]) == []


def volume(**source: Any) -> Document:
    return {"volumes": [{"name": "v", **source}]}


@pytest.mark.parametrize(
    ("what", "spec"),
    [
        ("ConfigMap/x", {"containers": [{"envFrom": [{"configMapRef": {"name": "x"}}]}]}),
        ("ConfigMap/x", {"initContainers": [{"envFrom": [{"configMapRef": {"name": "x"}}]}]}),
        ("ConfigMap/x", volume(configMap={"name": "x"})),
        ("ConfigMap/x", volume(projected={"sources": [{"configMap": {"name": "x"}}]})),
        ("Secret/x", {"containers": [secret("x")]}),
        ("Secret/x", volume(secret={"secretName": "x"})),
        ("Secret/x", volume(csi={"driver": "d", "nodePublishSecretRef": {"name": "x"}})),
        ("PersistentVolumeClaim/x", volume(persistentVolumeClaim={"claimName": "x"})),
        ("ServiceAccount/x", {"serviceAccountName": "x"}),
        ("ServiceAccount/x", {"serviceAccount": "x"}),
        ("PriorityClass/x", {"priorityClassName": "x"}),
        ("RuntimeClass/x", {"runtimeClassName": "x"}),
    ],
)
def test_a_pod_does_not_start_without_what_it_names(what: str, spec: Document) -> None:
    assert found([runs("Deployment/web", spec), thing(what)]) == [f"{what} Deployment/web exists should blocks"]
    assert found([runs("Job/web", spec, **HOOK), thing(what)]) == [f"{what} Job/web exists must blocks"]


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param(
            [runs("Deployment/web", container=secret("x", optional=True))], [], id="an optional one is no need"
        ),
        pytest.param([runs("Deployment/web", container=secret("y"))], [], id="another one"),
        pytest.param([runs("Deployment/web", container=secret("x"), namespace="b")], [], id="one of another namespace"),
        pytest.param(
            [runs("Deployment/web", {"imagePullSecrets": [{"name": "x"}]})],
            ["Secret/x Deployment/web exists should"],
            id="an image may come without its Secret",
        ),
        pytest.param(
            [runs("Deployment/web", container=secret("x"), own={"replicas": 0})],
            ["Secret/x Deployment/web exists should"],
            id="who runs no pods is healthy without",
        ),
        pytest.param(
            [runs("Job/web", container=secret("x"), own={"completions": 0})],
            ["Secret/x Job/web exists should"],
            id="a Job that completes at once completes without",
        ),
        pytest.param(
            [
                thing(
                    "CronJob/web", spec={"jobTemplate": {"spec": {"template": {"spec": {"containers": [secret("x")]}}}}}
                )
            ],
            ["Secret/x CronJob/web exists should"],
            id="a CronJob is healthy before it runs",
        ),
        pytest.param(
            [thing("Workflow/web", spec={"templates": [{"container": secret("x")}]})],
            ["Secret/x Workflow/web exists should blocks"],
            id="a Workflow has its containers elsewhere",
        ),
        pytest.param(
            [thing("Ingress/web", spec={"tls": [{"secretName": "x"}]})],
            ["Secret/x Ingress/web exists should"],
            id="an Ingress names a certificate",
        ),
        pytest.param(
            [
                thing(
                    "RoleBinding/web", subjects=[{"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": "x"}]
                )
            ],
            [],
            id="a user is no object",
        ),
    ],
)
def test_references(objects: list[Document], expected: list[str]) -> None:
    assert found([thing("Secret/x"), thing("ServiceAccount/x"), *objects]) == expected


BACKEND = {"backend": {"service": {"name": "x"}}}
SET = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "x"}


@pytest.mark.parametrize(
    ("reader", "what"),
    [
        (thing("HorizontalPodAutoscaler/a", spec={"scaleTargetRef": SET}), "StatefulSet/x"),
        (thing("HTTPRoute/a", spec={"rules": [{"backendRefs": [{"name": "x", "port": 80}]}]}), "Service/x"),
        (thing("Ingress/a", spec={"defaultBackend": {"service": {"name": "x"}}}), "Service/x"),
        (thing("Ingress/a", spec={"rules": [{"http": {"paths": [BACKEND]}}]}), "Service/x"),
        (thing("Certificate/a", spec={"issuerRef": {"name": "x"}}), "Issuer/x"),
        (thing("ClusterRoleBinding/a", roleRef={"kind": "ClusterRole", "name": "x"}), "ClusterRole/x"),
        (thing("APIService/a", spec={"service": {"name": "x", "namespace": "app"}}, namespace="odd"), "Service/x"),
        (thing("StatefulSet/a", spec={"serviceName": "x"}), "Service/x"),
    ],
)  # fmt: skip
def test_other_fields_name_objects_too(reader: Document, what: str) -> None:
    (edge,) = found([reader, thing(what)])
    assert edge.removesuffix(" blocks") == f"{what} {reader['kind']}/a exists should"


def test_what_an_object_is_not_healthy_without_blocks() -> None:
    store = thing("ExternalSecret/a", spec={"secretStoreRef": {"name": "x"}})
    assert found([store, thing("SecretStore/x")]) == ["SecretStore/x ExternalSecret/a exists should blocks"]


def test_an_api_is_available_when_the_pods_behind_it_run() -> None:
    api = thing("APIService/v1.example.com", spec={"service": {"name": "db", "namespace": "app"}})
    assert found([api, DB, DB_SERVICE]) == [
        "Service/db APIService/v1.example.com exists should blocks",
        "StatefulSet/db APIService/v1.example.com ready should blocks",
    ]


@pytest.mark.parametrize("service", [DB_SERVICE, thing("Service/db", spec={"type": "ExternalName"})])
def test_who_names_a_host_needs_the_service_too(service: Document) -> None:
    hook = runs("Job/a", container=says(DB_HOST="db"), hook="Sync")
    assert found([service, hook], Reason.ADDRESS) == ["Service/db Job/a exists must"]


def waiting(command: str) -> Document:
    return runs("Deployment/a", {"initContainers": [{"name": "w", "command": ["sh", "-c", command]}]})


@pytest.mark.parametrize(
    ("command", "blocks"),
    [
        ("until pg_isready -h db; do sleep 1; done", True),
        ("while ! nc -z db 5432; do sleep 1; done", True),
        ("curl http://db:80/migrate", True),
        ("curl http://db:80/migrate || true", False),
    ],
)
def test_an_init_container_that_waits_for_a_service_blocks(command: str, *, blocks: bool) -> None:
    expected = f"StatefulSet/db Deployment/a ready should{' blocks' * blocks}"
    assert behind([DB, DB_SERVICE, waiting(command)]) == [expected]


@pytest.mark.parametrize(
    ("binding", "expected"),
    [
        ("WaitForFirstConsumer", ["Deployment/a PersistentVolumeClaim/data exists should blocks"]),
        ("Immediate", []),
    ],
)
def test_a_claim_of_a_late_class_needs_its_pod(binding: str, expected: list[str]) -> None:
    late = thing("StorageClass/late", volumeBindingMode=binding)
    claim = thing("PersistentVolumeClaim/data", spec={"storageClassName": "late"})
    edges_found = found([late, claim, runs("Deployment/a", volume(persistentVolumeClaim={"claimName": "data"}))])
    assert [edge for edge in edges_found if edge.startswith("Deployment")] == expected


def test_many_variables_of_one_secret_are_one_reason() -> None:
    env = [{"name": name, "valueFrom": {"secretKeyRef": {"name": "x", "key": "k"}}} for name in "ABC"]
    web = runs("Deployment/web", {**volume(secret={"secretName": "x"}), "containers": [{"env": env}]})
    assert [edge.whys for edge in edges(stream([thing("Secret/x"), web]))] == [
        ("reads Secret x (3 variables, volume v)",)
    ]


ROLE_REF = {"kind": "Role", "apiGroup": "rbac.authorization.k8s.io", "name": "x"}
RIGHTS = [
    thing("Role/x", rules=[]),
    thing("RoleBinding/y", roleRef=ROLE_REF, subjects=[{"kind": "ServiceAccount", "name": "z", "namespace": "app"}]),
]


def test_a_hook_needs_the_rights_of_its_account() -> None:
    assert found([*RIGHTS, runs("Job/a", {"serviceAccountName": "z"}, **HOOK)]) == [
        "Role/x Job/a exists must",
        "RoleBinding/y Job/a exists must",
        "Role/x RoleBinding/y exists should",
    ]


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param({"serviceAccountName": "other"}, id="another account"),
        pytest.param({}, id="the default account"),
        pytest.param({"serviceAccountName": "z", "automountServiceAccountToken": False}, id="no token"),
    ],
)
def test_rights_of_others_are_no_need(spec: Document) -> None:
    assert found([*RIGHTS, runs("Job/a", spec, **HOOK)]) == ["Role/x RoleBinding/y exists should"]


@pytest.mark.parametrize(
    ("producer", "name"),
    [
        (thing("Certificate/a", spec={"secretName": "x"}), "x"),
        (thing("ExternalSecret/a", spec={"target": {"name": "x"}}), "x"),
        (thing("ExternalSecret/x", spec={}), "x"),
        (thing("SealedSecret/x"), "x"),
        (thing("PostgresCluster/db"), "db-pguser-some-user"),
        (thing("Cluster/db"), "db-app"),
        (thing("postgresql/db"), "joe.db.credentials.postgresql.acid.zalan.do"),
    ],
)
def test_a_secret_has_who_writes_it(producer: Document, name: str) -> None:
    who = f"{producer['kind']}/{producer['metadata']['name']}"
    assert found([producer, runs("Deployment/w", container=secret(name))]) == [
        f"{who} Deployment/w ready should blocks"
    ]
    assert found([producer, runs("Job/w", container=secret(name))]) == [f"{who} Job/w ready must blocks"]
    promoted = found([producer, runs("Deployment/w", container=secret(name))], promote=[producer["kind"]])
    assert promoted == [f"{who} Deployment/w ready must blocks"]


@pytest.mark.parametrize(
    ("objects", "name"),
    [
        pytest.param(
            [thing("Certificate/x", spec={"secretName": "x"}), thing("Secret/x")], "x", id="it is in the stream"
        ),
        pytest.param([thing("Certificate/x", spec={"secretName": "y"})], "x", id="a name that means nothing"),
        pytest.param([thing("PostgresCluster/db")], "mydb-pguser-a", id="another cluster"),
        pytest.param([thing("Cluster/db")], "db-appx", id="a longer name"),
        pytest.param([thing("SealedSecret/x", namespace="b")], "x", id="another namespace"),
        pytest.param([thing("Ingress/x", spec={"tls": [{"secretName": "x"}]})], "x", id="an Ingress that asks nobody"),
        pytest.param([thing("Certificate/x", spec={})], "x", id="one that says nothing"),
    ],
)
def test_a_secret_that_nobody_writes(objects: list[Document], name: str) -> None:
    assert found([*objects, runs("Job/w", container=secret(name))], Reason.PRODUCER) == []


def test_an_ingress_that_asks_for_a_certificate_need_not_have_an_address() -> None:
    annotations = {"cert-manager.io/cluster-issuer": "a"}
    ingress = thing("Ingress/i", spec={"tls": [{"secretName": "x"}]}, annotations=annotations)
    assert found([ingress, runs("Job/w", container=secret("x"))]) == ["Ingress/i Job/w exists must blocks"]


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


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param([CRD, *operator()], ["Deployment/op Widget/a ready should"], id="it may change them"),
        pytest.param(
            [CRD, *operator(resources=["*"])], ["Deployment/op Widget/a ready should"], id="it may change all"
        ),
        pytest.param([CRD, *operator(verbs=["get", "list"])], [], id="it reads them only"),
        pytest.param([CRD, *operator(apiGroups=["*"])], [], id="who may do everything says nothing"),
        pytest.param([CRD, *operator(resources=["gadgets"])], [], id="it looks after others"),
        pytest.param(operator(), [], id="the definition is somebody else's"),
    ],
)
def test_controllers(objects: list[Document], expected: list[str]) -> None:
    assert found([*objects, thing("Widget/a")], Reason.CONTROLLER) == expected


ODD: list[Any] = [
    None,
    0,
    "x",
    [],
    {},
    [None],
    ["x"],
    [[]],
    [{"name": None}],
    {"template": {"spec": {"containers": [0]}}},
]


@pytest.mark.parametrize("kind", sorted(VERSIONS))
@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_nothing_is_too_odd(kind: str, odd: Any) -> None:
    container = dict.fromkeys(("env", "envFrom", "args", "command", "name"), odd)
    deep = {
        "template": {
            "metadata": odd,
            "spec": {"containers": [container], "initContainers": [container], "volumes": odd},
        }
    }
    shallow = dict.fromkeys(("spec", "webhooks", "rules", "subjects", "roleRef"), odd)
    service = thing("Service/s", spec={"selector": odd})
    edges(stream([thing(f"{kind}/a", **shallow), thing(f"{kind}/b", spec=deep), thing(f"{kind}/c"), service, CRD]))


def eoapi() -> list[Document]:
    hook = {"annotations": {_HELM: "post-install,post-upgrade", "helm.sh/hook-weight": "-5"}}
    labels = {"app": "eoapi-migrate", "app.kubernetes.io/instance": "eoapi", "gitsha": "abc"}
    wait = 'until kubectl wait --for=condition=complete job --selector "$selector"; do sleep 5; done'
    command = f'for selector in "$@"; do {wait}; done'
    init = {"name": "wait-for-jobs", "command": ["sh", "-c", command, "sh"], "args": ["app=eoapi-migrate"]}
    user, web = secret("eoapi-pguser-eoapi"), {**labels, "app": "eoapi-stac"}
    settings = volume(configMap={"name": "eoapi-settings"})
    return [
        thing("ConfigMap/eoapi-settings", annotations=hook["annotations"] | {"helm.sh/hook-weight": "-7"}),
        runs("Job/eoapi-migrate", settings, container=user, pod=labels, labels=labels, **hook),
        runs("Deployment/eoapi-stac", {"initContainers": [init]}, container=user, labels=web, pod=web),
        thing("PostgresCluster/eoapi", spec={"users": [{"name": "eoapi"}]}),
    ]


def test_the_shape_of_eoapi() -> None:
    assert found(eoapi()) == [
        "ConfigMap/eoapi-settings Job/eoapi-migrate ready must blocks",
        "Job/eoapi-migrate Deployment/eoapi-stac ready must blocks",
        "PostgresCluster/eoapi Job/eoapi-migrate ready must blocks",
        "PostgresCluster/eoapi Deployment/eoapi-stac ready should blocks",
    ]


def test_an_edge_says_why() -> None:
    whys = {told(edge): edge.whys for edge in edges(stream(eoapi()))}
    assert list(whys.values()) == [
        ("Helm hook weight -7 before -5", "reads ConfigMap eoapi-settings (volume v)"),
        ("init container wait-for-jobs waits for it",),
        ("reads Secret eoapi-pguser-eoapi (variable A), which it writes",),
        ("reads Secret eoapi-pguser-eoapi (variable A), which it writes",),
    ]


def test_the_order_of_a_stream_makes_no_difference() -> None:
    objects = [*eoapi(), *operator(), CRD, thing("Widget/a"), webhook(), *SERVED, DB, DB_SERVICE, *RIGHTS]
    assert edges(stream(objects)) == edges(stream(reversed(objects)))


def test_that_something_should_be_ready_does_not_make_it_a_must() -> None:
    def edge(need: Need, strength: Strength) -> Edge:
        return Edge(
            before=web.ref, after=api.ref, need=need, strength=strength, reason=Reason.ADDRESS, blocks=False, whys=()
        )

    web, api = stream([WEB, API])
    should, must = edge(Need.READY, Strength.SHOULD), edge(Need.EXISTS, Strength.MUST)
    assert merged([should, must]) == (must,)
    assert merged([should, edge(Need.EXISTS, Strength.SHOULD)]) == (should,)
