"""The objects of a stream, frozen, with an index that stays from one stage of a render to the next where it can."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from cmp.argocd.exclusions import applied
from cmp.config.model import Config
from cmp.model import Manifest, Ref

TYPE_CHECKING = False
if TYPE_CHECKING:  # an index is made only where order may matter
    from cmp.objects.generated_secrets import Producers
    from cmp.objects.index import Index

_NO_CONFIG = Config()


class Objects:
    """The manifests of a stream in their order, and the configuration on which their edges depend.

    Of several with one identity the last one counts, as in Argo CD; for the index, the last one that a sync applies.
    """

    def __init__(
        self, manifests: Iterable[Manifest], config: Config = _NO_CONFIG, *, known: "Index | None" = None
    ) -> None:
        """Take the manifests; `known` is the index of an earlier stage."""
        self.manifests = tuple(manifests)
        self.config = config
        self._known = known

    def __iter__(self) -> Iterator[Manifest]:
        return iter(self.manifests)

    def __len__(self) -> int:
        return len(self.manifests)

    @cached_property
    def by_ref(self) -> dict[Ref, Manifest]:
        """The manifests by identity."""
        return {manifest.ref: manifest for manifest in self.manifests}

    @cached_property
    def by_kind(self) -> dict[tuple[str, str], list[Manifest]]:
        """The manifests of each group and kind, in the order of the stream; those that stand twice as well."""
        found: dict[tuple[str, str], list[Manifest]] = defaultdict(list)
        for manifest in self.manifests:
            found[manifest.ref.group_kind].append(manifest)
        return dict(found)

    @cached_property
    def index(self) -> "Index":
        """The index of the objects that a sync applies; that of the earlier stage if it is of these, too.

        Where only waves differ, what was found for the earlier one is found again.
        """
        from cmp.objects.index import Index

        last = {manifest.ref: manifest for manifest in self.manifests if applied(manifest)}
        taken = [last[ref] for ref in sorted(last)]
        if self._known:
            return self._known.after(taken)
        return Index(taken, rules=self.config.rules, promote=self.config.promote)

    @property
    def producers(self) -> "Producers":
        """The producers of the Secrets and ConfigMaps that are generated in the cluster."""
        from cmp.objects.generated_secrets import Producers

        return self.index.made(Producers)

    def replace(self, manifests: Iterable[Manifest]) -> "Objects":
        """Return the collection with other manifests in place of these; the index stays if it still holds."""
        return Objects(manifests, self.config, known=self.__dict__.get("index", self._known))
