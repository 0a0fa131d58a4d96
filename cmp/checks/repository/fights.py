"""Fields that a manifest says and a controller sets in the cluster.

Who does so to another object stands in scalers.py and writers.py; who does so to an object itself, here. Each names its
source, and the version that was read.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from cmp.argocd.hooks import Role, role
from cmp.checks.repository.scalers import SCALERS
from cmp.checks.repository.writers import WRITERS
from cmp.manifests.fields import document, mapping, text, walk
from cmp.model import Manifest, Ref
from cmp.value import Value

_Targets = dict[tuple[str, str, str], list[Manifest]]
"""Objects by their kind, name and namespace."""
_OUT = "take `{field}` out of {ref}: {by} sets it"


class Fight(Value):
    """A field of an object, by JSON pointers, its name, by whom it is set, and what ends the fight."""

    ref: Ref
    pointers: tuple[str, ...]
    field: str
    by: str
    fix: str


def fights(manifests: Sequence[Manifest]) -> tuple[Fight, ...]:
    """Return the fields that controllers of objects among these, or of what their annotations ask for, set as well."""
    ours = [one for one in manifests if role(one.head.annotations) is Role.RESOURCE]
    targets: _Targets = {}
    for one in ours:
        targets.setdefault((one.ref.kind, one.ref.name, one.ref.namespace), []).append(one)
    scaled = (fight for one in ours if one.ref.group_kind in SCALERS for fight in _scaled(one, targets))
    written = (fight for one in ours if one.ref.group_kind in WRITERS for fight in _written(one, targets))
    others = (fight for one in ours for finder in _OTHERS.get(one.ref.group_kind, ()) for fight in finder(one))
    return tuple(dict.fromkeys((*scaled, *written, *others)))


def _scaled(one: Manifest, targets: _Targets) -> Iterator[Fight]:
    scaler = SCALERS[one.ref.group_kind]
    kind, name = (text(document(one), f"{scaler.target}.{field}") for field in ("kind", "name"))
    for target in targets.get((kind or "Deployment", name, one.ref.namespace), ()):
        if any(scaler.changes(one, number) for number in walk(document(target), "spec.replicas")):
            yield _fight(target.ref, ("/spec/replicas",), scaler.by)


def _written(one: Manifest, targets: _Targets) -> Iterator[Fight]:
    """Yield the keys of a Secret that stand in its manifest, and that a controller writes or clears."""
    writer, whole = WRITERS[one.ref.group_kind], document(one)
    name = next((found for path in writer.names if (found := text(whole, path))), "")
    for secret in targets.get(("Secret", name, one.ref.namespace), ()):
        if not secret.ref.group:
            held = mapping(document(secret), "data") | mapping(document(secret), "stringData")
            if both := list(writer.writes(whole, held)):
                yield _fight(secret.ref, [f"/data/{key}" for key in both], writer.by)


def _fight(ref: Ref, pointers: Sequence[str], by: str, fix: str = _OUT) -> Fight:
    field = pointers[0].rpartition("/")[2]
    return Fight(ref=ref, pointers=tuple(pointers), field=field, by=by, fix=fix.format(ref=ref, field=field, by=by))


def _injected(one: Manifest) -> Iterator[Fight]:
    """Yield certificates of authorities that cert-manager adds its own to.

    Source: Configured and ReadCA in sources.go, SetCA in injectables.go of pkg/controller/cainjector, cert-manager
    1.21.2.
    """
    if not _injects(one.head.annotations):
        return
    whole = document(one)
    found = [
        f"/webhooks/{number}/clientConfig/caBundle"
        for number, hook in enumerate(walk(whole, "webhooks[]"))
        if walk(hook, "clientConfig.caBundle")
    ]
    if walk(whole, "spec.caBundle"):
        found.append("/spec/caBundle")
    conversion = walk(whole, "spec.conversion")
    if text(conversion, "[].strategy") == "Webhook" and walk(conversion, "[].webhook.clientConfig.caBundle"):
        found.append("/spec/conversion/webhook/clientConfig/caBundle")
    if found:
        yield _fight(one.ref, found, "cert-manager")


def _injects(annotations: Mapping[str, str]) -> bool:
    """Tell whether annotations name a Secret or Certificate with its namespace, or the bundle of the API server."""
    named = (annotations.get(f"cert-manager.io/inject-ca-from{what}", "") for what in ("", "-secret"))
    return any("/" in name for name in named) or annotations.get("cert-manager.io/inject-apiserver-ca") == "true"


def _istio(one: Manifest) -> Iterator[Fight]:
    """Yield what istiod changes once it serves, in each webhook of a configuration of its revision.

    Source: updateValidatingWebhookConfiguration in pkg/webhooks/validation/controller of Istio 1.30.3.
    """
    found = [
        f"/webhooks/{number}/failurePolicy"
        for number, hook in enumerate(walk(document(one), "webhooks[]"))
        if "istio.io/rev" in one.head.labels and text(hook, "failurePolicy") == "Ignore"
    ]
    if found:
        yield _fight(one.ref, found, "istiod", "let the chart say Fail: `base: {{validationFailurePolicy: Fail}}`")


def _aggregated(one: Manifest) -> Iterator[Fight]:
    """Yield rules that Kubernetes collects from other roles (syncClusterRole in clusterroleaggregation of 1.37)."""
    if walk(document(one), "aggregationRule") and walk(document(one), "rules[]"):
        yield _fight(one.ref, ("/rules",), "Kubernetes")


def _queued(one: Manifest) -> Iterator[Fight]:
    """Yield the suspension that Kueue sets and lifts.

    Source: Suspend and RunWithPodSetsInfo in pkg/controller/jobs/job of Kueue 0.19.2.
    """
    if one.head.labels.get("kueue.x-k8s.io/queue-name") and walk(document(one), "spec.suspend"):
        yield _fight(one.ref, ("/spec/suspend",), "Kueue")


def _grown(one: Manifest) -> Iterator[Fight]:
    """Yield replicas of machines that the cluster autoscaler sets, within bounds of which the lower may lack.

    Source: parseScalingBounds, SetSize and newNodeGroupFromScalableResource in cloudprovider/clusterapi of 1.36.1.
    """
    least, most = (one.head.annotations.get(f"{_GROWS}-{which}-size", "0") for which in ("min", "max"))
    for number in walk(document(one), "spec.replicas"):
        if most != "0" and not least == most == str(number):
            yield _fight(one.ref, ("/spec/replicas",), "the cluster autoscaler")


_GROWS = "cluster.x-k8s.io/cluster-api-autoscaler-node-group"
_WEBHOOKS = "admissionregistration.k8s.io"
_OTHERS: dict[tuple[str, str], tuple[Callable[[Manifest], Iterator[Fight]], ...]] = {
    (_WEBHOOKS, "ValidatingWebhookConfiguration"): (_injected, _istio),
    (_WEBHOOKS, "MutatingWebhookConfiguration"): (_injected,),
    ("apiextensions.k8s.io", "CustomResourceDefinition"): (_injected,),
    ("apiregistration.k8s.io", "APIService"): (_injected,),
    ("rbac.authorization.k8s.io", "ClusterRole"): (_aggregated,),
    ("batch", "Job"): (_queued,),
    ("cluster.x-k8s.io", "MachineDeployment"): (_grown,),
    ("cluster.x-k8s.io", "MachineSet"): (_grown,),
    ("cluster.x-k8s.io", "MachinePool"): (_grown,),
}
