"""The objects of a stream, findable by who they are."""

from collections import defaultdict
from collections.abc import Sequence

from cmp.config.model import Placed
from cmp.model import Manifest, Ref


class Index:
    """The manifests by identity and by kind, and what the configuration says of their edges.

    `kinds` holds the manifests of each (group, kind), in the order of the stream.
    """

    def __init__(
        self, manifests: Sequence[Manifest], *, rules: Sequence[Placed] = (), promote: Sequence[str] = ()
    ) -> None:
        """Index them; of several objects with one identity the last one counts, as in Argo CD."""
        self.manifests = tuple(manifests)
        self.rules = tuple(rules)
        self.promote = frozenset(promote)
        self.by_ref: dict[Ref, Manifest] = {manifest.ref: manifest for manifest in manifests}
        self.kinds: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for manifest in manifests:
            self.kinds[manifest.ref.group, manifest.ref.kind].append(manifest)

    def find(self, group: str, kind: str, namespace: str, name: str) -> Manifest | None:
        """Return an object of the stream; cluster-scoped ones are found whatever their namespace is taken for."""
        return self.by_ref.get(Ref(group=group, kind=kind, namespace=namespace, name=name))
