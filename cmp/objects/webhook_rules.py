"""Tells which objects the API server sends to a webhook, as far as its configuration and the stream show."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cmp.errors import ConfigError
from cmp.manifests.fields import mapping, text, texts, walk
from cmp.manifests.scope import CLUSTER_SCOPED
from cmp.model import Manifest
from cmp.objects.index import Index
from cmp.objects.rbac import plural, plurals

_Selects = Callable[[Mapping[str, str]], bool]
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
        self._labelled: dict[str, Mapping[str, str]] = {}
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
        chosen, within = [_selects(one) for one in objects], [self._namespaces(one) for one in namespaces]
        parts = sum(1 + len(walk(one, "matchExpressions[]")) for one in (*objects, *namespaces))
        for kind, manifests in self._kinds.items():
            if any(all(wanted & {"*", said} for wanted, said in zip(test, kind, strict=True)) for test in tests):
                self._count(parts * len(manifests))
                for manifest in manifests:
                    if all(fits(manifest.head.labels) for fits in chosen) and all(fits(manifest) for fits in within):
                        yield manifest

    def _namespaces(self, selector: Any) -> Callable[[Manifest], bool]:
        """Return the test whether a webhook surely selects an object's namespace."""
        if not selector:
            return lambda _: True
        fits = _selects(selector)
        keys = {*mapping(selector, "matchLabels"), *texts(selector, "matchExpressions[].key")} - {_NAMESPACE_NAME}
        known: dict[str, bool] = {}

        def selects(manifest: Manifest) -> bool:
            name = manifest.ref.namespace
            if manifest.ref.group_kind in CLUSTER_SCOPED:
                return True
            if name not in known:
                here = self._index.wide("", "Namespace", name)  # without it only its name is known
                known[name] = bool(here or not keys) and fits(self._labels(name, here))
            return known[name]

        return selects

    def _labels(self, name: str, namespace: Manifest | None) -> Mapping[str, str]:
        if name not in self._labelled:
            self._labelled[name] = {**(namespace.head.labels if namespace else {}), _NAMESPACE_NAME: name}
        return self._labelled[name]

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


def _selects(selector: Any) -> _Selects:
    """Return the test of a selector for labels."""
    if not isinstance(selector, dict):
        return lambda _: True
    said = mapping(selector, "matchLabels").items()
    expressed = [_expressed(expression) for expression in walk(selector, "matchExpressions[]")]
    return lambda labels: said <= labels.items() and all(fits(labels) for fits in expressed)


def _expressed(expression: Any) -> _Selects:
    key, values = text(expression, "key"), frozenset(texts(expression, "values[]"))
    match text(expression, "operator"):
        case "In":
            return lambda labels: labels.get(key) in values
        case "NotIn":
            return lambda labels: labels.get(key) not in values
        case "Exists":
            return lambda labels: key in labels
        case "DoesNotExist":
            return lambda labels: key not in labels
    return lambda _: False
