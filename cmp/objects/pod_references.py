"""A table of the pod fields that name other objects, and the objects that a pod names by it."""

from collections import defaultdict
from typing import Any

from cmp.manifests.fields import text, walk
from cmp.value import Value


class Row(Value):
    """A pod field: `each` is the path to a list of items, `path` the path from an item to the name of the object.

    `word` is the name of such an item in messages. `blocks` says that a pod does not start without the object.
    """

    each: str
    path: str
    kind: str
    group: str = ""
    name: str = "name"
    word: str = ""
    blocks: bool = True


class Use(Value):
    """An object that a pod names, and the words for that in a message."""

    group: str
    kind: str
    name: str
    blocks: bool
    why: str


IN_CONTAINERS = (
    Row(each="env[]", path="valueFrom.configMapKeyRef", kind="ConfigMap", word="variable"),
    Row(each="env[]", path="valueFrom.secretKeyRef", kind="Secret", word="variable"),
    Row(each="envFrom[]", path="configMapRef", kind="ConfigMap"),
    Row(each="envFrom[]", path="secretRef", kind="Secret"),
)
IN_PODS = (
    Row(each="volumes[]", path="configMap", kind="ConfigMap", word="volume"),
    Row(each="volumes[]", path="secret", kind="Secret", name="secretName", word="volume"),
    Row(each="volumes[]", path="projected.sources[].configMap", kind="ConfigMap", word="volume"),
    Row(each="volumes[]", path="projected.sources[].secret", kind="Secret", word="volume"),
    Row(each="volumes[]", path="csi.nodePublishSecretRef", kind="Secret", word="volume"),
    Row(each="volumes[]", path="persistentVolumeClaim", kind="PersistentVolumeClaim", name="claimName", word="volume"),
    Row(each="", path="", kind="ServiceAccount", name="serviceAccountName"),
    Row(each="", path="", kind="ServiceAccount", name="serviceAccount"),
    Row(each="", path="", kind="PriorityClass", group="scheduling.k8s.io", name="priorityClassName"),
    Row(each="", path="", kind="RuntimeClass", group="node.k8s.io", name="runtimeClassName"),
    Row(each="imagePullSecrets[]", path="", kind="Secret", blocks=False),  # an image may be public, or cached
)
_GIVEN = {("ServiceAccount", "default"), ("ConfigMap", "kube-root-ca.crt")}  # Kubernetes makes them in each namespace
_VERBS = {
    "PersistentVolumeClaim": "mounts",
    "PriorityClass": "has",
    "RuntimeClass": "has",
    "ServiceAccount": "runs as",
}


def uses(spec: Any, containers: list[Any]) -> tuple[Use, ...]:
    """Return the objects that a pod names, each once; optional ones are left out."""
    words: dict[tuple[str, str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    blocking: set[tuple[str, str, str]] = set()
    places = [(spec, IN_PODS), *((container, IN_CONTAINERS) for container in containers)]
    for place, rows in places:
        for row in rows:
            for item in walk(place, row.each):
                for holder in walk(item, row.path):
                    name = text(holder, row.name)
                    if name and holder.get("optional") is not True and (row.kind, name) not in _GIVEN:
                        found = row.group, row.kind, name
                        words[found][row.word].add(text(item, "name") if row.word else "")
                        blocking |= {found} if row.blocks else set()
    return tuple(
        Use(group=found[0], kind=found[1], name=found[2], blocks=found in blocking, why=_why(found, words[found]))
        for found in sorted(words)
    )


def _why(found: tuple[str, str, str], words: dict[str, set[str]]) -> str:
    _, kind, name = found
    told = [_told(word, words[word]) for word in sorted(words) if word]
    return f"{_VERBS.get(kind, 'reads')} {kind} {name}" + (f" ({', '.join(told)})" if told else "")


def _told(word: str, names: set[str]) -> str:
    return f"{word} {min(names)}" if len(names) == 1 else f"{len(names)} {word}s"
