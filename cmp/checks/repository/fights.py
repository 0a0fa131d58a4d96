"""Fields that a manifest says and a controller sets in the cluster: a table of who does so, each with its source.

A VerticalPodAutoscaler is not among them: in each updateMode it changes pods alone, and never their workload
(vertical-pod-autoscaler/docs/quickstart.md of kubernetes/autoscaler).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from cmp.argocd.hooks import Role, role
from cmp.manifests.fields import document, mapping, text, texts, walk
from cmp.model import Manifest, Ref
from cmp.value import Value

_OUT = "take `{field}` out of {ref}: {by} sets it"


class Fight(Value):
    """A field of an object, by JSON pointers, its name, by whom it is set, and what ends the fight."""

    ref: Ref
    pointers: tuple[str, ...]
    field: str
    by: str
    fix: str


class Scaler(Value):
    """A kind that sets the replicas of another object: the path of what it names, by whom, and when it does so.

    `harmless` tells of a number in the manifest that it is the one which the scaler sets.
    """

    target: str
    by: str
    acts: Callable[[Any], bool] = lambda _: True
    harmless: Callable[[Any, Any], bool] = lambda _spec, _number: False


_SCALERS = {
    ("autoscaling", "HorizontalPodAutoscaler"): Scaler(
        target="spec.scaleTargetRef",
        by="an autoscaler",
        harmless=lambda spec, number: spec.get("minReplicas", 1) == spec.get("maxReplicas") == number,
    ),
    # KEDA makes a HorizontalPodAutoscaler of it (docs/concepts/scaling-deployments.md of kedacore/keda-docs)
    ("keda.sh", "ScaledObject"): Scaler(target="spec.scaleTargetRef", by="KEDA"),
    # ScaleToZero and ScaleFromZero in pkg/canary/deployment_controller.go of Flagger
    ("flagger.app", "Canary"): Scaler(target="spec.targetRef", by="Flagger"),
    # scaleDeployment in rollout/scale_utils.go of Argo Rollouts
    ("argoproj.io", "Rollout"): Scaler(
        target="spec.workloadRef",
        by="Argo Rollouts",
        acts=lambda spec: text(spec, "workloadRef.scaleDown") in ("onsuccess", "progressively"),
        harmless=lambda _, number: number == 0,
    ),
}


class Writer(Value):
    """A kind that writes a Secret: paths of its name, the first that is there, its keys or the path of them."""

    names: tuple[str, ...]
    by: str
    keys: tuple[str, ...] = ()
    path: str = "spec.data[].secretKey"


_WRITERS = {
    ("cert-manager.io", "Certificate"): Writer(
        names=("spec.secretName",), by="cert-manager", keys=("tls.crt", "tls.key", "ca.crt")
    ),
    ("external-secrets.io", "ExternalSecret"): Writer(
        names=("spec.target.name", "metadata.name"), by="External Secrets"
    ),
}


def fights(manifests: Sequence[Manifest]) -> tuple[Fight, ...]:
    """Return the fields that controllers of objects among these, or of what their annotations ask for, set as well."""
    ours = [one for one in manifests if role(one.head.annotations) is Role.RESOURCE]
    scaled = (fight for one in ours if one.ref.group_kind in _SCALERS for fight in _scaled(one, ours))
    written = (fight for one in ours if one.ref.group_kind in _WRITERS for fight in _written(one, ours))
    others = (fight for one in ours for finder in _OTHERS.get(one.ref.group_kind, ()) for fight in finder(one))
    return tuple(dict.fromkeys((*scaled, *written, *others)))


def _scaled(one: Manifest, others: Sequence[Manifest]) -> Iterator[Fight]:
    scaler = _SCALERS[one.ref.group_kind]
    for spec in (found for found in walk(document(one), "spec") if isinstance(found, dict) and scaler.acts(found)):
        kind, name = text(document(one), f"{scaler.target}.kind"), text(document(one), f"{scaler.target}.name")
        wanted = (kind or "Deployment", name, one.ref.namespace)
        for target in others:
            if (target.ref.kind, target.ref.name, target.ref.namespace) == wanted:
                for number in walk(document(target), "spec.replicas"):
                    if not scaler.harmless(spec, number):
                        yield _fight(target.ref, ("/spec/replicas",), scaler.by)


def _written(one: Manifest, others: Sequence[Manifest]) -> Iterator[Fight]:
    """Yield the keys of a Secret that stand in its manifest, and that a controller writes."""
    writer, whole = _WRITERS[one.ref.group_kind], document(one)
    name = next((found for path in writer.names if (found := text(whole, path))), "")
    for secret in others:
        if secret.ref == Ref(group="", kind="Secret", namespace=one.ref.namespace, name=name):
            held = {key for path in ("data", "stringData") for found in walk(document(secret), path) for key in found}
            if both := [key for key in (*writer.keys, *texts(whole, writer.path)) if key in held]:
                yield _fight(secret.ref, [f"/data/{key}" for key in both], writer.by)


def _fight(ref: Ref, pointers: Sequence[str], by: str, fix: str = _OUT) -> Fight:
    field = pointers[0].rpartition("/")[2]
    return Fight(ref=ref, pointers=tuple(pointers), field=field, by=by, fix=fix.format(ref=ref, field=field, by=by))


def _injected(one: Manifest) -> Iterator[Fight]:
    """Yield certificates of authorities that cert-manager injects (pkg/controller/cainjector of cert-manager)."""
    if not any(key in one.head.annotations for key in _INJECTS):
        return
    whole = document(one)
    hooks = [
        f"/webhooks/{number}/clientConfig/caBundle"
        for number, hook in enumerate(walk(whole, "webhooks[]"))
        if walk(hook, "clientConfig.caBundle")
    ]
    others = [
        f"/{path.replace('.', '/')}"
        for path in ("spec.caBundle", "spec.conversion.webhook.clientConfig.caBundle")
        if walk(whole, path)
    ]
    if found := hooks + others:
        yield _fight(one.ref, found, "cert-manager")


def _istio(one: Manifest) -> Iterator[Fight]:
    """Yield what istiod changes once it serves.

    Source: updateValidatingWebhookConfiguration in pkg/webhooks/validation/controller of Istio.
    """
    found = [
        f"/webhooks/{number}/failurePolicy"
        for number, hook in enumerate(walk(document(one), "webhooks[]"))
        if text(hook, "name").endswith("validation.istio.io") and text(hook, "failurePolicy") == "Ignore"
    ]
    if found:
        yield _fight(one.ref, found, "istiod", "let the chart say Fail: `base: {{validationFailurePolicy: Fail}}`")


def _aggregated(one: Manifest) -> Iterator[Fight]:
    """Yield rules that Kubernetes collects from other roles (pkg/controller/clusterroleaggregation of 1.37)."""
    if walk(document(one), "aggregationRule") and walk(document(one), "rules[]"):
        yield _fight(one.ref, ("/rules",), "Kubernetes")


def _queued(one: Manifest) -> Iterator[Fight]:
    """Yield the suspension that Kueue sets and lifts (RunWithPodSetsInfo in pkg/controller/jobs/job of Kueue)."""
    if _QUEUE in mapping(document(one), "metadata.labels") and walk(document(one), "spec.suspend"):
        yield _fight(one.ref, ("/spec/suspend",), "Kueue")


def _grown(one: Manifest) -> Iterator[Fight]:
    """Yield replicas of machines that the cluster autoscaler sets (its cloudprovider/clusterapi/README.md)."""
    if one.head.annotations.keys() >= _GROWS and walk(document(one), "spec.replicas"):
        yield _fight(one.ref, ("/spec/replicas",), "the cluster autoscaler")


_INJECTS = tuple(f"cert-manager.io/inject-{what}" for what in ("ca-from", "ca-from-secret", "apiserver-ca"))
_QUEUE = "kueue.x-k8s.io/queue-name"
_GROWS = {f"cluster.x-k8s.io/cluster-api-autoscaler-node-group-{end}-size" for end in ("min", "max")}
_WEBHOOKS = "admissionregistration.k8s.io"
_OTHERS: dict[tuple[str, str], tuple[Callable[[Manifest], Iterator[Fight]], ...]] = {
    (_WEBHOOKS, "ValidatingWebhookConfiguration"): (_injected, _istio),
    (_WEBHOOKS, "MutatingWebhookConfiguration"): (_injected,),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): (_injected,),
    ("apiregistration.k8s.io", "APIService"): (_injected,),
    ("rbac.authorization.k8s.io", "ClusterRole"): (_aggregated,),
    ("batch", "Job"): (_queued,),
    ("cluster.x-k8s.io", "MachineDeployment"): (_grown,),
}
