"""An index of the objects that a sync applies, by identity, by kind and by label."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeVar

from cmp.argocd.annotations import HELM_HOOK, SYNC_WAVE
from cmp.argocd.exclusions import applied
from cmp.argocd.hooks import PHASES, wave
from cmp.config.model import Placed
from cmp.errors import ConfigError
from cmp.manifests.fields import document, mapping
from cmp.manifests.scope import CLUSTER_SCOPED
from cmp.model import Head, Manifest, Ref
from cmp.objects.match import mentions
from cmp.objects.pods import Pod, pods
from cmp.objects.reference_fields import FIELDS
from cmp.objects.references import Link, links
from cmp.objects.results import Results, Turn
from cmp.objects.workload_kinds import Runs

_Found = TypeVar("_Found")


MOST_NEEDS = 250_000
"""How many edges are looked at; more would take longer than a render may."""


class Index:
    """The manifests by identity and by kind, with the rules and options that edges depend on.

    It holds only those that a sync applies, so not a Helm test, for example. `kinds` has the manifests of each
    (group, kind). All are in the order of their identities, so that the order of the stream decides nothing.
    """

    def __init__(
        self,
        manifests: Sequence[Manifest],
        *,
        rules: Sequence[Placed],
        promote: Collection[str],
        earlier: Results | None = None,
    ) -> None:
        """Index manifests of different identities, which are in their order; `Objects` alone does so.

        What was found `earlier` in an index of the same objects with other waves holds if it depends on none of them.
        """
        self.rules = tuple(rules)
        self.promote = frozenset(promote)
        self.by_ref: dict[Ref, Manifest] = {manifest.ref: manifest for manifest in manifests}
        self._results = Results()
        if earlier:
            self._results = earlier.holding(self.turn)
        self.kinds: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for manifest in manifests:
            self.kinds[manifest.ref.group_kind].append(manifest)

    def after(self, manifests: Sequence[Manifest]) -> "Index":
        """Return the index of objects of a later stage: this one, if their bodies, labels and annotations are the same.

        Where only waves differ, the next index has what was found in this one and depends on none of them.
        """
        if self._is_of(manifests):
            return self
        alike = self._is_of(manifests, but=SYNC_WAVE) and not any(map(_reads_waves, self.rules))
        return Index(manifests, rules=self.rules, promote=self.promote, earlier=self._results if alike else None)

    def _is_of(self, manifests: Sequence[Manifest], *, but: str = "") -> bool:
        return len(manifests) == len(self.by_ref) and all(
            other is one or (other is not None and other.body is one.body and _says_as(one.head, other.head, but))
            for one in manifests
            for other in (self.by_ref.get(one.ref),)
        )

    def made(self, maker: "Callable[[Index], _Found]", key: object = None) -> _Found:
        """Return what was made of this index, by the maker or for a key; it is made only once."""
        return self._results.once(("made", key or maker), lambda: maker(self))

    def find(self, group: str, kind: str, namespace: str, name: str) -> Manifest | None:
        """Return an object of the stream, None if it is not there; cluster-scoped kinds are found in any namespace."""
        if (group, kind) in CLUSTER_SCOPED:
            return self.wide(group, kind, name)
        return self.by_ref.get(Ref(group=group, kind=kind, namespace=namespace, name=name))

    def wide(self, group: str, kind: str, name: str) -> Manifest | None:
        """Return an object by its kind and name, in any namespace."""
        return self._names.get((group, kind, name))

    def each(self, *kinds: tuple[str, str]) -> Iterator[Manifest]:
        """Yield the manifests of some kinds."""
        for kind in kinds:
            yield from self.kinds.get(kind, ())

    def found(self, finder: "Callable[[Index], Iterator[_Found]]") -> "tuple[_Found, ...]":
        """Return all that a finder yields for this index; it runs only once.

        Raises:
            ConfigError: all finders together have yielded more than MOST_NEEDS.
        """

        def found() -> "tuple[_Found, ...]":
            left = MOST_NEEDS - sum(map(len, self._results.lasting))
            needs = tuple(islice(finder(self), left + 1))
            if len(needs) > left:
                raise ConfigError(
                    f"the objects need each other in more than {MOST_NEEDS} ways",
                    here=f"found by {getattr(finder, '__name__', 'a finder')}",
                    fix="order many objects before many others with `order: {tiers}`, or split the application",
                )
            return needs

        return self._results.once(finder, found, lasts=True)

    def turn(self, ref: Ref) -> Turn:
        """Return the time at which an object is first applied."""
        manifest = self.by_ref[ref]
        turn = PHASES.index(applied(manifest)[0]), wave(manifest.head.annotations)
        return self._results.depend(ref, turn)

    def in_turn(self, refs: Iterable[Ref]) -> list[Ref]:
        """Return objects in the order in which they are applied; the time of a single one is not asked for."""
        found = list(dict.fromkeys(refs))
        return sorted(found, key=lambda ref: (self.turn(ref), ref)) if found[1:] else found

    def links(self, *kinds: tuple[str, str]) -> Iterator[tuple[Manifest, tuple[Link, ...]]]:
        """Yield the manifests of some kinds, or of all in the table, with the objects that their fields name."""
        for kind in kinds or FIELDS:
            yield from self._links.get(kind, ())

    @cached_property
    def pods(self) -> tuple[Pod, ...]:
        """The pods that the objects run."""
        return tuple(pod for manifest in self.by_ref.values() for pod in pods(manifest))

    def behind(self, service: Manifest) -> list[Pod]:
        """Return the pods that a Service selects, without those that run to an end."""
        selector = mapping(document(service), "spec.selector")
        namespace = service.ref.namespace
        fewest = min(
            (self._labelled.get((namespace, *label), []) for label in selector.items()),
            key=len,
            default=[],
        )
        return [pod for pod in fewest if selector.items() <= pod.labels.items()]

    @cached_property
    def _links(self) -> dict[tuple[str, str], list[tuple[Manifest, tuple[Link, ...]]]]:
        return {kind: [(manifest, links(manifest)) for manifest in self.each(kind)] for kind in FIELDS}

    @cached_property
    def _names(self) -> dict[tuple[str, str, str], Manifest]:
        return {(ref.group, ref.kind, ref.name): manifest for ref, manifest in self.by_ref.items()}

    @cached_property
    def _labelled(self) -> dict[tuple[str, str, str], list[Pod]]:
        found: dict[tuple[str, str, str], list[Pod]] = defaultdict(list)
        for pod in self.pods:
            if pod.shape.runs is Runs.ALWAYS:
                for key, value in pod.labels.items():
                    found[pod.ref.namespace, key, value].append(pod)
        return found


def _says_as(one: Head, other: Head, but: str) -> bool:
    """Tell whether two heads have the same labels, and the same annotations `but` one, which counts in Helm's hooks."""
    if one.annotations == other.annotations or HELM_HOOK in one.annotations:
        return one.says_as(other)
    return one.labels == other.labels and all(
        one.annotations.get(key) == other.annotations.get(key)
        for key in one.annotations.keys() | other.annotations.keys()
        if key != but
    )


def _reads_waves(placed: Placed) -> bool:
    """Tell whether the objects that a rule orders depend on their waves."""
    return any(mentions(match, SYNC_WAVE) for match in (placed.rule.match, placed.rule.after, placed.rule.before))
