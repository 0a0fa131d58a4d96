"""The Secrets and ConfigMaps that Jobs write, as their scripts or their rights to a name show."""

from collections import defaultdict
from collections.abc import Iterator

from cmp.manifests.fields import document, texts, walk
from cmp.model import Ref
from cmp.objects.container_waits import read
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.objects.rbac import account, bindings
from cmp.objects.workload_kinds import Runs

_KINDS = {"secret": "Secret", "configmap": "ConfigMap"}
_PLURALS = {"secrets": "Secret", "configmaps": "ConfigMap"}
_WRITING = frozenset({"*", "create", "patch", "update"})

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
    """Yield the objects that a Job's role lets it write by name, since such a right is given for no other purpose."""
    jobs = [pod for pod in index.pods if _ends(pod)]
    bound = bindings(index) if jobs else {}
    for pod in jobs:
        who = account(pod)
        for binding in bound.get(who, ()) if who else ():
            for rule in walk(document(binding.role), "rules[]") if binding.role else ():
                if not _WRITING.isdisjoint(texts(rule, "verbs[]")):
                    for plural in _PLURALS.keys() & set(texts(rule, "resources[]")):
                        for name in texts(rule, "resourceNames[]"):
                            yield (_PLURALS[plural], binding.manifest.ref.namespace or pod.ref.namespace, name), pod.ref
