"""Tells which objects the API server sends to a webhook, as far as its configuration and the stream show."""

from collections.abc import Mapping
from typing import Any

from cmp.manifests.fields import mapping, text, texts, walk
from cmp.manifests.scope import CLUSTER_SCOPED
from cmp.model import Manifest
from cmp.objects.index import Index
from cmp.objects.rbac import plural

_NAMESPACE_NAME = "kubernetes.io/metadata.name"
# The API server shows no webhook to itself, nor any other; and what serves it can't wait for it.
UNSEEN = frozenset({
    ("", "Namespace"), ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
    ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"),
})  # fmt: skip


def closed(webhook: Any, configuration: Manifest) -> bool:
    """Tell whether the API server refuses objects while a webhook does not answer, which is the default of v1."""
    policy = text(webhook, "failurePolicy")
    return policy == "Fail" or (not policy and configuration.head.api_version.endswith("/v1"))


def shown(webhook: Any, manifest: Manifest, index: Index, known: Mapping[tuple[str, str], str]) -> bool:
    """Tell whether the API server surely sends a new object to a webhook; `known` has the plurals of kinds."""
    kind = (manifest.ref.group, manifest.ref.kind)
    return (
        kind not in UNSEEN
        and any(_ruled(rule, manifest, known.get(kind) or plural(kind[1])) for rule in walk(webhook, "rules[]"))
        and all(_selects(selector, manifest.head.labels) for selector in walk(webhook, "objectSelector"))
        and all(_selects_namespace(selector, manifest, index) for selector in walk(webhook, "namespaceSelector"))
    )


def _ruled(rule: Any, manifest: Manifest, resource: str) -> bool:
    wanted = (
        ("apiGroups[]", {"*", manifest.ref.group}),
        ("apiVersions[]", {"*", manifest.head.api_version.rpartition("/")[2]}),
        ("resources[]", {"*", "*/*", resource}),
        ("operations[]", {"*", "CREATE"}),
    )
    return all(any(isinstance(each, str) and each in any_of for each in walk(rule, path)) for path, any_of in wanted)


def _selects_namespace(selector: Any, manifest: Manifest, index: Index) -> bool:
    """Tell whether a webhook surely selects a namespace; without its Namespace here, only its name label is known."""
    if not selector or (manifest.ref.group, manifest.ref.kind) in CLUSTER_SCOPED:
        return True
    name = manifest.ref.namespace
    namespace = index.wide("", "Namespace", name)
    keys = {*mapping(selector, "matchLabels"), *texts(selector, "matchExpressions[].key")}
    if namespace is None and keys - {_NAMESPACE_NAME}:
        return False
    labels = namespace.head.labels if namespace else {}
    return _selects(selector, {**labels, _NAMESPACE_NAME: name})


def _selects(selector: Any, labels: Mapping[str, str]) -> bool:
    if not isinstance(selector, dict):
        return True
    said = mapping(selector, "matchLabels").items() <= labels.items()
    return said and all(_expressed(expression, labels) for expression in walk(selector, "matchExpressions[]"))


def _expressed(expression: Any, labels: Mapping[str, str]) -> bool:
    value = labels.get(text(expression, "key"))
    values = texts(expression, "values[]")
    match text(expression, "operator"):
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    return False
