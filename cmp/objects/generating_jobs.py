"""The Secrets and ConfigMaps that Jobs write, as their scripts or their rights to a name show."""

from collections import defaultdict
from collections.abc import Iterator

from cmp.errors import ConfigError
from cmp.manifests.fields import document, texts, walk
from cmp.model import Manifest, Ref
from cmp.objects.container_waits import read
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.objects.rbac import account, bindings
from cmp.objects.workload_kinds import Runs

_KINDS = {"secret": "Secret", "configmap": "ConfigMap"}
_PLURALS = {"secrets": "Secret", "configmaps": "ConfigMap"}
_WRITING = frozenset({"*", "create", "patch", "update"})

MOST = 250_000
"""How many rights of Jobs to write an object that they name are looked at."""
Key = tuple[str, str, str]
"""A kind, a namespace and a name."""


def commands(index: Index) -> dict[Key, list[Ref]]:
    """Return the Jobs and hooks that write a Secret or ConfigMap, by that object, in the order in which they run."""
    found: dict[Key, set[Ref]] = defaultdict(set)
    for each in index.found(read):
        for made in each.reading.made if _ends(each.pod) else ():
            if made.resource in _KINDS:
                found[_KINDS[made.resource], made.namespace or each.pod.ref.namespace, made.name].add(each.pod.ref)
    for key, ref in _by_right(index):
        found[key].add(ref)
    return {key: index.in_turn(refs) for key, refs in found.items()}


def _ends(pod: Pod) -> bool:
    return pod.hook or pod.shape.runs is Runs.ONCE


def _by_right(index: Index) -> Iterator[tuple[Key, Ref]]:
    """Yield the objects that a Job's role lets it write by name, since such a right is given for no other purpose.

    Raises:
        ConfigError: all Jobs together have more than MOST such rights.
    """
    jobs, left = [pod for pod in index.pods if _ends(pod)], MOST
    bound = bindings(index) if jobs else {}
    for pod in jobs:
        who = account(pod)
        for binding in bound.get(who, ()) if who else ():
            named = _named(binding.role, index) if binding.role else ()
            left -= 1 + len(named)
            if left < 0:
                raise ConfigError(
                    f"the Jobs may write Secrets and ConfigMaps by more than {MOST} rights",
                    fix="name fewer of them in `resourceNames` of roles, or split the application",
                )
            for kind, name in named:
                yield (kind, binding.manifest.ref.namespace or pod.ref.namespace, name), pod.ref


def _named(role: Manifest, index: Index) -> tuple[tuple[str, str], ...]:
    """Return the Secrets and ConfigMaps that a role names and lets write, by kind and name."""
    return index.made(lambda _: tuple(dict.fromkeys(_written(role))), key=(_written, role.ref))


def _written(role: Manifest) -> Iterator[tuple[str, str]]:
    for rule in walk(document(role), "rules[]"):
        if not _WRITING.isdisjoint(texts(rule, "verbs[]")):
            for plural in _PLURALS.keys() & set(texts(rule, "resources[]")):
                yield from ((_PLURALS[plural], name) for name in texts(rule, "resourceNames[]"))
