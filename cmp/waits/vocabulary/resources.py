"""The names of kinds in kubectl: short names, plurals, and the group that `-o name` prints."""

from cmp.waits.nouns.model import Named, Selected
from cmp.waits.nouns.text import known

SELECTED = "\ue003"
"""Stands before the labels of objects whose name `-o name` would print."""
_LONGEST = 4096
"""Characters of the longest selector that is followed."""
_SHORT = {
    "cm": "configmap", "crds": "customresourcedefinition", "crd": "customresourcedefinition", "deploy": "deployment",
    "ds": "daemonset", "ep": "endpoints", "endpoint": "endpoints", "endpointslices": "endpointslice",
    "ing": "ingress", "ns": "namespace", "po": "pod", "pvc": "persistentvolumeclaim", "rs": "replicaset",
    "sa": "serviceaccount", "sts": "statefulset", "svc": "service", "ingresses": "ingress",
}  # fmt: skip
GROUPS = {
    "job": "batch", "cronjob": "batch", "deployment": "apps", "statefulset": "apps", "daemonset": "apps",
    "replicaset": "apps", "ingress": "networking.k8s.io", "customresourcedefinition": "apiextensions.k8s.io",
}  # fmt: skip
"""By kind, the group of those that are not of the core."""


def resource(text: str) -> tuple[str, str]:
    """Return the kind of `deploy` or `issuers.cert-manager.io`, in the singular, and a group that is not its usual."""
    kind, _, group = text.lower().partition(".")
    group = group.partition(".")[2] if group[:1] == "v" and group[1:2].isdecimal() else group
    kind = _SHORT.get(kind, kind)
    if kind.endswith("ies"):
        kind = f"{kind[:-3]}y"
    elif kind.endswith("s") and not kind.endswith("ss") and kind != "endpoints":
        kind = kind.removesuffix("s")
    return kind, "" if group == GROUPS.get(kind) else group


def labels(selector: str) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """Return the labels of `a=b,c in (d, e)`, None for anything else."""
    found, rest = [], selector.strip()
    while rest:
        if " in " in (head := rest.partition(")")[0]) and "(" in head and "=" not in head:
            key, _, values = head.partition(" in ")
            rest = rest.partition(")")[2].lstrip(" ,")
            found.append((key.strip(), tuple(each.strip() for each in values.strip(" (").split(","))))
        else:
            head, _, rest = rest.partition(",")
            key, equals, value = head.replace("==", "=").partition("=")
            if not equals or key.endswith("!"):
                return None
            found.append((key.strip(), (value.strip(),)))
        if not all(part and known(part) for part in (found[-1][0], *found[-1][1])):
            return None
    return tuple(sorted(found)) or None


def target(kind: str, name: str, namespace: str) -> Named | Selected | None:
    """Return an object by its kind and name, None where they are not known; a name may stand for labels."""
    if not kind or not name or not known(kind, name, namespace):
        return None
    singular, group = resource(kind)
    if name.startswith(SELECTED):
        return selected(kind, name.removeprefix(SELECTED), namespace)
    return Named(resource=singular, name=name, group=group, namespace=namespace)


def selected(kind: str, selector: str, namespace: str) -> Selected | None:
    """Return the objects with some labels, None where they are not known."""
    follows = len(selector) <= _LONGEST and known(kind, selector, namespace) and SELECTED not in selector
    found = labels(selector) if follows else None
    singular, group = resource(kind)
    return Selected(resource=singular, labels=found, group=group, namespace=namespace) if found and kind else None
