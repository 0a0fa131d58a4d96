"""Objects that may define kinds during a sync: pods that may create CRDs, and objects that install others."""

from functools import cached_property

from cmp.manifests.fields import document, text, texts, walk
from cmp.model import Manifest, Ref
from cmp.objects.index import Index
from cmp.objects.installer_kinds import INSTALLERS
from cmp.objects.installers import installed
from cmp.objects.rbac import Binding, account, bindings

_APIS = ("apiregistration.k8s.io", "APIService")
_ADMIN = "cluster-admin"  # every cluster has this role
_GROUPS = frozenset({"*", "apiextensions.k8s.io"})
_RESOURCES = frozenset({"*", "customresourcedefinitions"})
_VERBS = frozenset({"*", "create"})


class CrdInstallers:
    """The objects of a stream that may define kinds."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def of(self, manifest: Manifest) -> Ref | None:
        """Return an object that may define the kind of another one in time; None if there is none.

        In time is in the same wave or an earlier one: a sync fails at an unknown kind.
        """
        index = self._index
        serving = (one.ref for one in index.each(_APIS) if text(document(one), "spec.group") == manifest.ref.group)
        if manifest.ref in self.related:
            return self.related[manifest.ref]
        others = [ref for ref in (*self._any, *serving) if ref.group_kind != manifest.ref.group_kind]
        return next((ref for ref in index.in_turn(others) if index.turn(ref) <= index.turn(manifest.ref)), None)

    @property
    def related(self) -> dict[Ref, Ref]:
        """The objects whose kinds another object here installs in time, each with that other object.

        Names or fields of the other object show which kinds it installs.
        """
        return self._index.made(_related)

    @cached_property
    def _any(self) -> tuple[Ref, ...]:
        """The objects that may define kinds, where it is unknown which."""
        bound = bindings(self._index)
        return (
            *(one.ref for one in self._index.each(*INSTALLERS)),
            *(
                pod.ref
                for pod in (self._index.pods if bound else ())
                if pod.at_once and (who := account(pod)) and any(map(_creates, bound.get(who, ())))
            ),
        )


def _related(index: Index) -> dict[Ref, Ref]:
    pairs = ((one.ref, other.ref) for other, one in installed(index))
    return {ref: other for ref, other in pairs if index.turn(other) <= index.turn(ref)}


def _creates(binding: Binding) -> bool:
    """Tell whether a binding lets pods create CustomResourceDefinitions; only a ClusterRoleBinding can."""
    if binding.manifest.ref.kind != "ClusterRoleBinding":
        return False
    if binding.role is None:
        return text(document(binding.manifest), "roleRef.name") == _ADMIN
    return any(
        not _GROUPS.isdisjoint(texts(rule, "apiGroups[]"))
        and not _RESOURCES.isdisjoint(texts(rule, "resources[]"))
        and not _VERBS.isdisjoint(texts(rule, "verbs[]"))
        for rule in walk(document(binding.role), "rules[]")
    )
