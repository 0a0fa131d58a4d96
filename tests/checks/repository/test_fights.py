"""Who sets a field that a manifest says: each row of the table, and near misses."""

import pytest

from cmp.checks.repository.fights import fights
from cmp.manifests.split import split

WEB = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: %s}}"
TARGET = "{apiVersion: apps/v1, kind: Deployment, name: web}"
SCALER = "{apiVersion: %s, kind: %s, metadata: {name: a}, spec: {%s: %s%s}}"
ROLLOUT = SCALER % (
    "argoproj.io/v1alpha1",
    "Rollout",
    "workloadRef",
    "{kind: Deployment, name: web, scaleDown: %s}",
    "",
)
HPA = SCALER % ("autoscaling/v2", "HorizontalPodAutoscaler", "scaleTargetRef", TARGET, ", %s")
HOOKS = (
    "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration,"
    " metadata: {name: hooks%s}, webhooks: [%s]}"
)
INJECTS = ", annotations: {cert-manager.io/inject-ca-from: a/b}"
CRD = (
    "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: a%s},"
    " spec: {conversion: {webhook: {clientConfig: {caBundle: Cg==}}}}}"
)
ROLE = (
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a},"
    " aggregationRule: {clusterRoleSelectors: []}%s}"
)
JOB = "{apiVersion: batch/v1, kind: Job, metadata: {name: a%s}, spec: {%s}}"
QUEUED = ", labels: {kueue.x-k8s.io/queue-name: a}"
SIZES = (
    ", annotations: {cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size: '1',"
    " cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size: '3'}"
)
MACHINES = "{apiVersion: cluster.x-k8s.io/v1beta2, kind: MachineDeployment, metadata: {name: a%s}, spec: {%s}}"
OWN = "{apiVersion: v1, kind: Secret, metadata: {name: web-tls}, %s}"
CERTIFICATE = "{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: a}, spec: {secretName: web-tls}}"
EXTERNAL = (
    "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: web-tls},"
    " spec: {data: [{secretKey: password}]}}"
)
VERTICAL = (
    "{apiVersion: autoscaling.k8s.io/v1, kind: VerticalPodAutoscaler, metadata: {name: a},"
    " spec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, updatePolicy: {updateMode: %s}}}"
)
SET = {
    "an autoscaler": (HPA % "minReplicas: 1, maxReplicas: 3", WEB % 2),
    "KEDA, of a Deployment unless it says so": (
        SCALER % ("keda.sh/v1alpha1", "ScaledObject", "scaleTargetRef", "{name: web}", ""),
        WEB % 2,
    ),
    "Flagger": (SCALER % ("flagger.app/v1beta1", "Canary", "targetRef", TARGET, ""), WEB % 0),
    "Argo Rollouts": (ROLLOUT % "onsuccess", WEB % 1),
    "cert-manager in a webhook": (HOOKS % (INJECTS, "{}, {clientConfig: {caBundle: ''}}"),),
    "cert-manager in a definition": (CRD % INJECTS,),
    "istiod": (HOOKS % ("", "{name: rev.validation.istio.io, failurePolicy: Ignore}"),),
    "Kubernetes": (ROLE % ", rules: [{verbs: [get]}]",),
    "Kueue": (JOB % (QUEUED, "suspend: true"),),
    "the cluster autoscaler": (MACHINES % (SIZES, "replicas: 2"),),
    "cert-manager in a Secret": (OWN % "stringData: {tls.crt: a, other: b}", CERTIFICATE),
    "External Secrets": (OWN % "data: {password: YQ==}", EXTERNAL),
}
POINTERS = {
    "cert-manager in a webhook": ("/webhooks/1/clientConfig/caBundle",),
    "cert-manager in a definition": ("/spec/conversion/webhook/clientConfig/caBundle",),
    "istiod": ("/webhooks/0/failurePolicy",),
    "Kubernetes": ("/rules",),
    "Kueue": ("/spec/suspend",),
    "cert-manager in a Secret": ("/data/tls.crt",),
    "External Secrets": ("/data/password",),
}
HOOK = ", annotations: {argocd.argoproj.io/hook: Sync}"
LEFT = {
    "an autoscaler of the one number": (HPA % "minReplicas: 2, maxReplicas: 2", WEB % 2),
    "no number": (HPA % "maxReplicas: 3", "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {}}"),
    "another workload": (HPA % "maxReplicas: 3", (WEB % 2).replace("web", "api")),
    "a Rollout that leaves the Deployment alone": (ROLLOUT % "never", WEB % 1),
    "a Deployment that a Rollout scales to none, and is": (ROLLOUT % "onsuccess", WEB % 0),
    "a bundle that nobody injects": (HOOKS % ("", "{clientConfig: {caBundle: Cg==}}"),),
    "no bundle": (HOOKS % (INJECTS, "{clientConfig: {}}"),),
    "a webhook of Istio's that fails": (HOOKS % ("", "{name: validation.istio.io, failurePolicy: Fail}"),),
    "a webhook of another": (HOOKS % ("", "{name: validation.example.com, failurePolicy: Ignore}"),),
    "an aggregated role without rules": (ROLE % ", rules: []",),
    "a Job of no queue": (JOB % ("", "suspend: true"),),
    "a Job of a queue that does not say it": (JOB % (QUEUED, ""),),
    "machines of a fixed number": (MACHINES % ("", "replicas: 2"),),
    "a Secret with other keys": (OWN % "data: {other: YQ==}", CERTIFICATE),
    "a Secret without keys": (OWN % "type: Opaque", CERTIFICATE, EXTERNAL),
    "a vertical autoscaler": (*(VERTICAL % mode for mode in ("Recreate", "InPlaceOrRecreate", "Initial")), WEB % 2),
    "a hook": (JOB % (f"{QUEUED}{HOOK}", "suspend: true"),),
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
