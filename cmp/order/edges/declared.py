"""Declared edges: from rules, and from the annotations of kpt and of Helm's resource groups (HIP-0025)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from cmp.argocd.kinds import runs_once
from cmp.model import Edge, Manifest, Reason, Ref
from cmp.objects.index import Index
from cmp.objects.match import MatchIndex
from cmp.objects.readiness import may_depend

DEPENDS_ON = "config.kubernetes.io/depends-on"
GROUP = "helm.sh/resource-group"
AFTER_GROUPS = "helm.sh/depends-on/resource-groups"
_NAME = re.compile(r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?")


def declared(index: Index) -> Iterator[Edge]:
    """Yield the edges that are declared."""
    yield from _by_rules(index)
    yield from _by_objects(index)
    yield from _by_groups(index)


def _edge(before: Ref, after: Ref, why: str, index: Index) -> Edge:
    """Return a declared edge; it blocks where a workload may need a Job anyway, which the declaration so confirms."""
    confirmed = runs_once(before.group, before.kind) and may_depend(after, before, index)
    return Edge.ready(before, after, Reason.DECLARED, why).replace(blocks=bool(confirmed))


def _by_rules(index: Index) -> Iterator[Edge]:
    ordering = [placed for placed in index.rules if placed.rule.after or placed.rule.before]
    matches = MatchIndex(match for one in ordering for match in (one.rule.match, one.rule.after, one.rule.before))
    found: list[list[Manifest]] = [[] for _ in range(3 * len(ordering))]
    for manifest in index.by_ref.values() if ordering else ():
        for number in matches.fitting(manifest):
            found[number].append(manifest)
    for placed, subjects, earlier, later in zip(ordering, found[::3], found[1::3], found[2::3], strict=True):
        for before, after in product(earlier, subjects):
            yield _edge(before.ref, after.ref, f"{placed.source} says after {before.ref}", index)
        for before, after in product(subjects, later):
            yield _edge(before.ref, after.ref, f"{placed.source} says before {after.ref}", index)


def _by_objects(index: Index) -> Iterator[Edge]:
    for manifest in index.by_ref.values():
        for word in manifest.head.annotations.get(DEPENDS_ON, "").split(","):
            if found := _named(index, word.strip()):
                yield _edge(found.ref, manifest.ref, f"annotation {DEPENDS_ON} names it", index)


def _named(index: Index, word: str) -> Manifest | None:
    """Return the object that a kpt annotation names: `group/namespaces/namespace/kind/name`, or `group/kind/name`."""
    match word.split("/"):
        case [group, "namespaces", namespace, kind, name]:
            return index.find(group, kind, namespace, name)
        case [group, kind, name]:
            return index.wide(group, kind, name)
    return None


def _by_groups(index: Index) -> Iterator[Edge]:
    members: dict[str, list[Ref]] = defaultdict(list)
    needs: dict[str, set[str]] = defaultdict(set)
    for manifest in index.by_ref.values():
        annotations = manifest.head.annotations
        group = annotations.get(GROUP, "").strip()
        named = set(_listed(annotations.get(AFTER_GROUPS, "")))
        if group:
            members[group].append(manifest.ref)
            needs[group] |= named
        elif named:
            # the annotation speaks for a group; an object without one speaks for itself
            members[f"{manifest.ref}\n{manifest.ref.namespace}"].append(manifest.ref)
            needs[f"{manifest.ref}\n{manifest.ref.namespace}"] |= named
    for group, earlier in needs.items():
        for other in sorted(earlier - {group}):
            for before, after in product(members.get(other, ()), members[group]):
                yield _edge(before, after, f"its resource group comes after {other}", index)


def _listed(text: str) -> Iterable[str]:
    """Return the names of a list that is written as JSON, as YAML or with commas."""
    return _NAME.findall(text)
