"""Who sets a field that a manifest says: each row of the table, and near misses."""

import time

import pytest

from cmp.checks.repository.controller_fights_self_heal import check
from cmp.checks.repository.facts import Deployed, RepositoryFacts
from cmp.checks.repository.fights import Fight, fights
from cmp.manifests.split import split
from cmp.model import Ref, Severity

WEB = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: %s}}"
TARGET = "{apiVersion: apps/v1, kind: Deployment, name: web}"
SCALER = "{apiVersion: %s, kind: %s, metadata: {name: a}, spec: {%s: %s%s}}"
KEDA = (
    "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a%s}, spec: {scaleTargetRef: {name: web}%s}}"
)
PAUSED = ", annotations: {autoscaling.keda.sh/paused%s: '%s'}"
ROLLOUT = SCALER % (
    "argoproj.io/v1alpha1",
    "Rollout",
    "workloadRef",
    "{kind: %s, name: web, scaleDown: %s}",
    "",
)
BOTH = ", minReplicaCount: 2, maxReplicaCount: 2"
HPA = SCALER % ("autoscaling/v2", "HorizontalPodAutoscaler", "scaleTargetRef", TARGET, ", %s")
HOOKS = (
    "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration,"
    " metadata: {name: hooks%s}, webhooks: [%s]}"
)
INJECT = ", annotations: {cert-manager.io/inject-%s: %s}"
INJECTS = INJECT % ("ca-from", "a/b")
REVISION = ", labels: {istio.io/rev: default}"
CRD = (
    "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a%s},"
    " spec: {conversion: {strategy: %s, webhook: {clientConfig: {caBundle: Cg==}}}}}"
)
ROLE = (
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a},"
    " aggregationRule: {clusterRoleSelectors: []}%s}"
)
JOB = "{apiVersion: batch/v1, kind: Job, metadata: {name: a%s}, spec: {%s}}"
QUEUED = ", labels: {kueue.x-k8s.io/queue-name: %s}"
SIZES = (
    ", annotations: {cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size: '%s',"
    " cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size: '%s'}"
)
MOST = ", annotations: {cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size: '3'}"
MACHINES = "{apiVersion: cluster.x-k8s.io/v1beta2, kind: MachineDeployment, metadata: {name: a%s}, spec: {%s}}"
OWN = "{apiVersion: v1, kind: Secret, metadata: {name: web-tls}, %s}"
ISSUED = "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: a}, spec: {secretName: web-tls%s}}"
CERTIFICATE = ISSUED % ""
EXTERNAL = (
    "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: web-tls},"
    " spec: {data: [{secretKey: password}], target: {%s}}}"
)
VERTICAL = (
    "{apiVersion: autoscaling.k8s.io/v1, kind: VerticalPodAutoscaler, metadata: {name: a},"
    " spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, updatePolicy: {updateMode: %s}}}"
)
SET = {
    "an autoscaler": (HPA % "minReplicas: 1, maxReplicas: 3", WEB % 2),
    "an autoscaler that scales to none": (HPA % "minReplicas: 0, maxReplicas: 3", WEB % 0),
    "KEDA, of a Deployment unless it says so": (KEDA % ("", ""), WEB % 2),
    "KEDA, of a workload at none": (KEDA % ("", ", minReplicaCount: 1"), WEB % 0),
    "KEDA, with an idle number": (KEDA % ("", f"{BOTH}, idleReplicaCount: 0"), WEB % 2),
    "KEDA, on pause at another number": (KEDA % (PAUSED % ("-replicas", 0), BOTH), WEB % 2),
    "KEDA, whose pause is over": (KEDA % (PAUSED % ("", "false"), ""), WEB % 2),
    "Flagger": (SCALER % ("flagger.app/v1beta1", "Canary", "targetRef", TARGET, ""), WEB % 0),
    "Argo Rollouts": (ROLLOUT % ("Deployment", "onsuccess"), WEB % 1),
    "Argo Rollouts, bit by bit": (ROLLOUT % ("Deployment", "progressively"), WEB % 1),
    "cert-manager in a webhook": (HOOKS % (INJECTS, "{}, {clientConfig: {caBundle: ''}}"),),
    "cert-manager in a definition": (CRD % (INJECTS, "Webhook"),),
    "cert-manager of the API server": (CRD % (INJECT % ("apiserver-ca", "'true'"), "Webhook"),),
    "istiod": (HOOKS % (REVISION, "{name: rev.validation.istio.io, failurePolicy: Ignore}"),),
    "Kubernetes": (ROLE % ", rules: [{verbs: [get]}]",),
    "Kueue": (JOB % (QUEUED % "a", "suspend: true"),),
    "the cluster autoscaler": (MACHINES % (SIZES % (1, 3), "replicas: 2"),),
    "the cluster autoscaler, without a lower bound": (MACHINES % (MOST, "replicas: 0"),),
    "the cluster autoscaler, of a pool": (
        (MACHINES % (SIZES % (3, 3), "replicas: 2")).replace("MachineDeployment", "MachinePool"),
    ),
    "cert-manager in a Secret": (OWN % "stringData: {tls.crt: a, other: b}", CERTIFICATE),
    "cert-manager in other formats": (
        OWN % "data: {tls-combined.pem: YQ==, key.der: YQ==, keystore.jks: YQ==}",
        ISSUED % ", additionalOutputFormats: [{type: CombinedPEM}], keystores: {jks: {create: true}}",
    ),
    "External Secrets": (OWN % "data: {password: YQ==}", EXTERNAL % ""),
    "External Secrets, which clears others": (OWN % "data: {other: YQ==}", EXTERNAL % "creationPolicy: Orphan"),
    "External Secrets, which merges": (
        OWN % "data: {other: YQ==, password: YQ==}",
        EXTERNAL % "creationPolicy: Merge, template: {type: Opaque}",
    ),
    "External Secrets, by a template": (
        OWN % "data: {password: YQ==, uri: YQ==}",
        EXTERNAL % "creationPolicy: CreateOrMerge, template: {data: {uri: a}}",
    ),
    "External Secrets, by a template and beside it": (
        OWN % "data: {password: YQ==, uri: YQ==}",
        EXTERNAL % "creationPolicy: Merge, template: {mergePolicy: Merge, data: {uri: a}}",
    ),
}
POINTERS = {
    "cert-manager in a webhook": ("/webhooks/1/clientConfig/caBundle",),
    "cert-manager in a definition": ("/spec/conversion/webhook/clientConfig/caBundle",),
    "cert-manager of the API server": ("/spec/conversion/webhook/clientConfig/caBundle",),
    "istiod": ("/webhooks/0/failurePolicy",),
    "Kubernetes": ("/rules",),
    "Kueue": ("/spec/suspend",),
    "cert-manager in a Secret": ("/data/tls.crt",),
    "cert-manager in other formats": ("/data/tls-combined.pem", "/data/keystore.jks"),
    "External Secrets": ("/data/password",),
    "External Secrets, which clears others": ("/data/other",),
    "External Secrets, which merges": ("/data/password",),
    "External Secrets, by a template": ("/data/uri",),
    "External Secrets, by a template and beside it": ("/data/password", "/data/uri"),
}
HOOK = ", annotations: {argocd.argoproj.io/hook: Sync}"
LEFT = {
    "an autoscaler of the one number": (HPA % "minReplicas: 2, maxReplicas: 2", WEB % 2),
    "an autoscaler of a workload at none": (HPA % "maxReplicas: 3", WEB % 0),
    "KEDA with the one number": (KEDA % ("", BOTH), WEB % 2),
    "KEDA on pause": (KEDA % (PAUSED % ("", "true"), ""), WEB % 2),
    "KEDA on pause at the number": (KEDA % (PAUSED % ("-replicas", 2), ""), WEB % 2),
    "no number": (HPA % "maxReplicas: 3", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {}}"),
    "another workload": (HPA % "maxReplicas: 3", (WEB % 2).replace("web", "api")),
    "a Rollout that leaves the Deployment alone": (ROLLOUT % ("Deployment", "never"), WEB % 1),
    "a Rollout of a ReplicaSet": (
        ROLLOUT % ("ReplicaSet", "onsuccess"),
        (WEB % 1).replace("kind: Deployment", "kind: ReplicaSet"),
    ),
    "a Deployment that a Rollout scales to none, and is": (ROLLOUT % ("Deployment", "onsuccess"), WEB % 0),
    "a bundle that nobody injects": (HOOKS % ("", "{clientConfig: {caBundle: Cg==}}"),),
    "no bundle": (HOOKS % (INJECTS, "{clientConfig: {}}"),),
    "a bundle of the API server that is not asked for": (CRD % (INJECT % ("apiserver-ca", "'false'"), "Webhook"),),
    "a bundle of a Certificate without its namespace": (CRD % (INJECT % ("ca-from", "b"), "Webhook"),),
    "a definition that no webhook converts": (CRD % (INJECTS, "None"),),
    "a webhook of Istio's that fails": (HOOKS % (REVISION, "{name: validation.istio.io, failurePolicy: Fail}"),),
    "a webhook of another": (HOOKS % ("", "{name: validation.example.com, failurePolicy: Ignore}"),),
    "an aggregated role without rules": (ROLE % ", rules: []",),
    "a Job of no queue": (JOB % ("", "suspend: true"),),
    "a Job of a queue without a name": (JOB % (QUEUED % "''", "suspend: true"),),
    "a Job of a queue that does not say it": (JOB % (QUEUED % "a", ""),),
    "machines without bounds": (MACHINES % ("", "replicas: 2"),),
    "machines of a fixed number": (MACHINES % (SIZES % (2, 2), "replicas: 2"),),
    "a Secret with other keys": (OWN % "data: {other: YQ==, key.der: YQ==, keystore.p12: YQ==}", CERTIFICATE),
    "a Secret without keys": (OWN % "type: Opaque", CERTIFICATE, EXTERNAL % ""),
    **{
        f"an ExternalSecret with {target}": (OWN % "data: {password: YQ==}", EXTERNAL % target)
        for target in ("creationPolicy: None", "immutable: true", "manifest: {apiVersion: v1, kind: ConfigMap}")
    },
    "a vertical autoscaler": (
        *(VERTICAL % mode for mode in ("Off", "Initial", "Recreate", "Auto", "InPlaceOrRecreate", "InPlace")),
        WEB % 2,
    ),
    "a hook": (JOB % (f"{QUEUED % 'a'}{HOOK}", "suspend: true"),),
    "a Secret whose data is a number": (OWN % "data: 1", CERTIFICATE, EXTERNAL % ""),
    "odd shapes": (
        "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: [1]}",
        SCALER % ("flagger.app/v1beta1", "Canary", "targetRef", "[]", ""),
        HOOKS % (INJECTS, "1, a, [b]"),
        OWN % "data: a",
        CERTIFICATE,
        WEB % "a",
    ),
}


def stream(*documents: str) -> str:
    return "\n---\n".join(documents)


@pytest.mark.parametrize("who", SET)
def test_what_a_controller_sets_is_told(who: str) -> None:
    (one,) = fights(split(stream(*SET[who]), namespace="team"))
    assert who.startswith(one.by)
    assert one.pointers == POINTERS.get(who, ("/spec/replicas",))
    assert one.field == one.pointers[0].rpartition("/")[2]
    assert str(one.ref) in one.fix or "validationFailurePolicy: Fail" in one.fix


@pytest.mark.parametrize("what", LEFT)
def test_what_no_controller_sets_is_left_alone(what: str) -> None:
    assert fights(split(stream(*LEFT[what]), namespace="team")) == ()


def test_many_fights_and_many_entries_that_ignore_are_compared_within_a_bound() -> None:
    scaled = [
        Fight(
            ref=Ref(group="", kind=f"K{number}", namespace="a", name="b"),
            pointers=("/spec/replicas",),
            field="r",
            by="c",
            fix="d",
        )
        for number in range(3_000)
    ]
    ignored = [{"kind": f"L{number}*", "jsonPointers": ["/a"]} for number in range(3_000)]
    spec = {"ignoreDifferences": ignored, "syncPolicy": {"automated": {"selfHeal": True}}}
    one = Deployed(file="a.yaml", line=1, document={"metadata": {"name": "a"}, "spec": spec}, fights=tuple(scaled))
    began = time.process_time()
    *found, last = check(RepositoryFacts(applications=(one,)))
    assert last.severity is Severity.INFO
    assert last.message.startswith(f"{3_000 - len(found)} fields that a controller sets, not compared with its")
    assert {other.severity for other in found} == {Severity.WARNING}
    assert time.process_time() - began < 30


def test_many_scalers_and_many_workloads_are_put_together_at_once() -> None:
    each = (
        (WEB % 1).replace("web", f"web{number}")
        + "\n---\n"
        + (HPA % "maxReplicas: 3").replace("web", f"web{number}").replace("name: a}", f"name: a{number}}}")
        for number in range(2_000)
    )
    manifests = split("\n---\n".join(each), namespace="sea")
    began = time.process_time()
    assert len(fights(manifests)) == 2_000
    assert time.process_time() - began < 20
