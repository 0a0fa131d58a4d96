"""Annotates pod templates with a hash of the configuration that the pods read, so that changes restart them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator

from cmp.argocd.annotations import CONFIG_HASH, OFF
from cmp.argocd.hooks import phases
from cmp.config.model import Rollout
from cmp.manifests.annotate import template_annotated, template_annotations
from cmp.manifests.digest import digest, joined
from cmp.model import Manifest, Ref
from cmp.objects.config_readers import Read, is_off, reads, rolling
from cmp.objects.match import MatchIndex
from cmp.objects.objects import Objects
from cmp.objects.pods import Pod
from cmp.transform.result import Hashed, Rolled, Surroundings, Unhashed

_SIGNS = 16  # hexadecimal ones: enough to tell contents apart, and short in a diff
_KINDS = (("", "ConfigMap"), ("", "Secret"))
TEMPLATE_HASH = ("spec", "template", "metadata", "annotations", CONFIG_HASH)
"""Where a workload has the hash."""


def rolled(objects: Objects, rollout: Rollout, surroundings: Surroundings, *, fixed: Collection[Ref] = ()) -> Rolled:
    """Return the manifests with the hash annotation, and the configuration that could not be hashed.

    Args:
        objects: as they would be printed without it.
        rollout: the configuration of restarts.
        surroundings: facts that only the files around the manifests tell.
        fixed: workloads whose annotation a patch of the operator's sets.
    """
    held = _Held(objects, rollout, surroundings.volatile)
    watched = _Watched(surroundings)
    changed: list[Manifest] = []
    hashes: list[Hashed] = []
    for manifest in objects:
        counted = dict(_counted(manifest, held if rollout.configs else None, watched))
        found = joined(part.encode() for pair in sorted(counted.items()) for part in pair)[:_SIGNS]
        kept = {OFF, found}
        if (
            counted
            and manifest.ref not in fixed
            and template_annotations(manifest.document).get(CONFIG_HASH) not in kept
        ):
            manifest = template_annotated(manifest, CONFIG_HASH, found)  # noqa: PLW2901  (the rest is the same for both)
            hashes.append(Hashed(ref=manifest.ref, value=found, why=f"reads {', '.join(sorted(counted))}"))
        changed.append(manifest)
    return Rolled(manifests=tuple(changed), hashes=tuple(hashes), unhashed=held.missed())


def _counted(manifest: Manifest, held: "_Held | None", watched: "_Watched") -> Iterator[tuple[str, str]]:
    """Yield the configuration that counts for a workload, each part with its digest."""
    for pod in rolling(manifest):
        for read in reads(pod) if held else ():
            if held and (digests := held.digests(read, pod)):
                yield str(read), digests
        yield from watched.by(manifest)


class _Watched:
    """Files whose content counts for the workloads that match; for all workloads where there is no `match`."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._each = [(files, one) for _, files, one in surroundings.watched]
        self._always = [(files, one) for watch, files, one in surroundings.watched if watch.match is None]
        self._index = MatchIndex(watch.match for watch, _, _ in surroundings.watched)

    def by(self, manifest: Manifest) -> Iterator[tuple[str, str]]:
        """Yield the files that a workload watches, each with its digest."""
        yield from self._always
        yield from (self._each[number] for number in self._index.fitting(manifest))


class _Held:
    """The content of the stream's ConfigMaps and Secrets; a body is parsed only when a workload reads it."""

    def __init__(self, objects: Objects, rollout: Rollout, volatile: Callable[[str], str]) -> None:
        self._objects, self._volatile = objects, volatile
        self._ignored = MatchIndex([list(rollout.ignore)])
        self._by_ref: dict[Ref, list[Manifest]] = defaultdict(list)
        for manifest in (one for kind in _KINDS for one in objects.by_kind.get(kind, ())):
            if phases(manifest.head.annotations):
                self._by_ref[manifest.ref].append(manifest)
        self._counting: dict[Ref, list[Manifest]] = {}
        self._known: dict[Ref, str] = {}
        self.unhashed: list[Unhashed] = []

    def digests(self, read: Read, pod: Pod) -> str:
        """Return the digests of what a pod reads, "" for what is unknown or must not count."""
        ref = Ref(group="", kind=read.kind, namespace=pod.ref.namespace, name=read.name)
        if ref not in self._by_ref:
            if not read.optional:
                self._miss(ref, pod, self._elsewhere(ref))
            return ""
        if ref not in self._counting:
            self._counting[ref] = [
                one for one in self._by_ref[ref] if not is_off(one) and not self._ignored.fitting(one)
            ]
        every = self._counting[ref]
        if call := next(filter(None, (self._volatile(one.origin) for one in every)), ""):
            self._miss(ref, pod, f"its template makes it anew at each render ({call})")
            return ""
        if ref not in self._known:
            self._known[ref] = ",".join(sorted({digest(one.document, kind=read.kind) for one in every}))
        return self._known[ref]

    def _elsewhere(self, ref: Ref) -> str:
        makers = self._objects.producers.of(ref.kind, ref.namespace, ref.name)
        return (
            f"{makers[0][0]} has it written in the cluster" if makers else "it is not among the objects rendered here"
        )

    def missed(self) -> tuple[Unhashed, ...]:
        """Return the configuration that could not be hashed, in an order that does not depend on the stream."""
        return tuple(sorted(set(self.unhashed), key=lambda one: (one.ref, one.reader)))

    def _miss(self, ref: Ref, pod: Pod, why: str) -> None:
        self.unhashed.append(Unhashed(ref=ref, reader=pod.ref, why=why))
