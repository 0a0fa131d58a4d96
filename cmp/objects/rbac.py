"""The RBAC rights of ServiceAccounts: their bindings and roles, and the plurals of kinds that rules name."""

from collections import defaultdict

from cmp.argocd.crd import CRD, defined
from cmp.manifests.fields import document, text, texts, walk
from cmp.model import Manifest, Ref
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.value import Value

_RBAC = "rbac.authorization.k8s.io"
_WRITES = frozenset({"*", "create", "patch", "update"})


class Binding(Value):
    """A RoleBinding or ClusterRoleBinding, and its role if the stream has that."""

    manifest: Manifest
    role: Manifest | None


def bindings(index: Index) -> dict[tuple[str, str], list[Binding]]:
    """Return the bindings of each ServiceAccount, by namespace and name of the account."""
    found: dict[tuple[str, str], list[Binding]] = defaultdict(list)
    for manifest, named in index.links((_RBAC, "ClusterRoleBinding"), (_RBAC, "RoleBinding")):
        roles = (
            index.find(link.group, link.kind, manifest.ref.namespace, link.name)
            for link in named
            if link.field == "roleRef"
        )
        binding = Binding(manifest=manifest, role=next(roles, None))
        for link in named:
            if (link.group, link.kind, link.field) == ("", "ServiceAccount", "subjects"):
                found[link.namespace, link.name].append(binding)
    return found


class Writers:
    """The kinds of which the holders of roles may create or change objects, by the groups that the roles name."""

    def __init__(self, index: Index) -> None:
        """Read the bindings; a role is read when it is first asked for."""
        self.bound = bindings(index)
        self._roles: dict[Ref, dict[str, list[frozenset[str]]]] = {}
        self._accounts: dict[tuple[tuple[str, str], str], list[frozenset[str]]] = {}

    def may_write(self, account: tuple[str, str] | None, group: str, plural: str) -> bool:
        """Tell whether a role of an account names an API group, and lets it write a kind in that group."""
        if account is None or account not in self.bound:
            return False
        key = (account, group)
        if key not in self._accounts:
            roles = {binding.role.ref: binding.role for binding in self.bound[account] if binding.role}
            found = {resources for role in roles.values() for resources in self._written(role).get(group, ())}
            self._accounts[key] = list(found)
        return any(not resources.isdisjoint((plural, "*")) for resources in self._accounts[key])

    def _written(self, role: Manifest) -> dict[str, list[frozenset[str]]]:
        if role.ref not in self._roles:
            found = self._roles[role.ref] = defaultdict(list)
            for rule in walk(document(role), "rules[]"):
                if not _WRITES.isdisjoint(texts(rule, "verbs[]")):
                    resources = frozenset(texts(rule, "resources[]"))
                    for group in dict.fromkeys(texts(rule, "apiGroups[]")):
                        found[group].append(resources)
        return self._roles[role.ref]


def account(pod: Pod) -> tuple[str, str] | None:
    """Return the namespace and name of a pod's ServiceAccount; None if the pod gets no token."""
    if isinstance(pod.spec, dict) and pod.spec.get("automountServiceAccountToken") is False:
        return None
    name = text(pod.spec, "serviceAccountName") or text(pod.spec, "serviceAccount") or "default"
    return pod.ref.namespace, name


_HISSING = ("s", "x", "z", "ch", "sh")
_VOWELS = "aeiou"


def plurals(index: Index) -> dict[tuple[str, str], str]:
    """Return the plurals of the kinds that a stream defines, from the CRDs' names: `<plural>.<group>`."""
    return {kind: crd.ref.name.removesuffix(f".{kind[0]}") for crd in index.each(CRD) if (kind := defined(crd))}


def plural(kind: str) -> str:
    """Return the plural of a kind, formed as for Kubernetes' own kinds."""
    name = kind.lower()
    if name == "endpoints":
        return name
    if name.endswith(_HISSING):
        return f"{name}es"
    if name.endswith("y") and name[-2:-1] not in _VOWELS:
        return f"{name[:-1]}ies"
    return f"{name}s"
