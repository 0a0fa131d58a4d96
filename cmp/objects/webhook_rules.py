"""Tells which objects the API server sends to a webhook, as far as its configuration and the stream show."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from cmp.errors import ConfigError
from cmp.manifests.fields import mapping, text, texts, walk
from cmp.manifests.scope import CLUSTER_SCOPED
from cmp.model import Manifest
from cmp.objects.index import Index
from cmp.objects.rbac import plural, plurals

MOST = 300_000
"""How many times the rules and selectors of webhooks are compared with objects."""
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


class SeenObjects:
    """The new objects that the API server surely sends to webhooks; those of alike webhooks are looked for but once."""

    def __init__(self, index: Index) -> None:
        """Sort the objects by what rules name: group, version and resource."""
        self._index, self._compared = index, 0
        self._found: dict[str, tuple[Manifest, ...]] = {}
        self._kinds: dict[tuple[str, str, str], list[Manifest]] = defaultdict(list)
        known = plurals(index)
        for manifest in index.by_ref.values():
            group, kind = manifest.ref.group_kind
            if (group, kind) not in UNSEEN:
                version = manifest.head.api_version.rpartition("/")[2]
                self._kinds[group, version, known.get((group, kind)) or plural(kind)].append(manifest)

    def by(self, webhook: Any) -> tuple[Manifest, ...]:
        """Return the objects that a webhook sees.

        Raises:
            ConfigError: that takes more than MOST comparisons for all webhooks together.
        """
        parts = [walk(webhook, path) for path in ("rules[]", "objectSelector", "namespaceSelector")]
        key = repr(parts)
        if key not in self._found:
            self._found[key] = tuple(self._seen(*parts))
        return self._found[key]

    def _seen(self, rules: list[Any], objects: list[Any], namespaces: list[Any]) -> Iterator[Manifest]:
        tests = [_tested(rule) for rule in rules]
        self._count(len(tests) * len(self._kinds))
        for kind, manifests in self._kinds.items():
            if any(all(wanted & {"*", said} for wanted, said in zip(test, kind, strict=True)) for test in tests):
                self._count((len(objects) + len(namespaces)) * len(manifests))
                for manifest in manifests:
                    if all(_selects(selector, manifest.head.labels) for selector in objects) and all(
                        _selects_namespace(selector, manifest, self._index) for selector in namespaces
                    ):
                        yield manifest

    def _count(self, comparisons: int) -> None:
        self._compared += comparisons
        if self._compared > MOST:
            raise ConfigError(
                f"the webhooks have to be compared with objects more than {MOST} times",
                fix="put the webhooks and what they see into applications of their own",
            )


def _tested(rule: Any) -> tuple[set[str], set[str], set[str]]:
    """Return the groups, versions and resources of a rule for new objects; none of a rule that sees no new ones."""
    groups, versions, resources, operations = (
        {each for each in walk(rule, path) if isinstance(each, str)}
        for path in ("apiGroups[]", "apiVersions[]", "resources[]", "operations[]")
    )
    if not operations & {"*", "CREATE"}:
        return set(), set(), set()
    return groups, versions, resources | ({"*"} if "*/*" in resources else set())


def _selects_namespace(selector: Any, manifest: Manifest, index: Index) -> bool:
    """Tell whether a webhook surely selects a namespace; without its Namespace here, only its name label is known."""
    if not selector or manifest.ref.group_kind in CLUSTER_SCOPED:
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
