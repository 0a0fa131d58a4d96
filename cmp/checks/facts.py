"""What every check may look at, and the shape of a check."""

from collections.abc import Callable, Iterator
from functools import cached_property

from cmp.argocd.annotations import SYNC_OPTIONS
from cmp.argocd.api_versions import complete
from cmp.model import Finding, Manifest
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:  # what follows is found out only where somebody asks: the four checks of a render don't
    from cmp.argocd.deadlock import Stall
    from cmp.argocd.halted import Halted
    from cmp.argocd.plan import Plan
    from cmp.checks.lateness import Late
    from cmp.config.model import Config, Placed
    from cmp.model import Edge, Ref, UnclearNeed
    from cmp.objects.index import Index
    from cmp.order.solver.cycles import Circle
    from cmp.request.model import AppRequest
    from cmp.values.render_values import RenderValues

_CREATE_NAMESPACE = "CreateNamespace=true"


class Facts(Value):
    """The manifests as they will be printed, what was rendered, and the rules that concerned none of those.

    `written` are the manifests without what Swell repairs unasked: what their author answers for.
    `values` are the values that it was rendered with, None where that was not a chart of ours.
    What follows from them is found out when somebody asks for it.
    """

    manifests: tuple[Manifest, ...]
    written: tuple[Manifest, ...]
    rendered: tuple[Manifest, ...]
    idle: "tuple[Placed, ...]"
    config: "Config"
    request: "AppRequest"
    values: "RenderValues | None" = None

    @cached_property
    def edges(self) -> "tuple[Edge, ...]":
        """What the objects need of each other; without barriers, since they are none of the objects."""
        from cmp.order.edges import edges
        from cmp.order.edges.authored import authored
        from cmp.order.solver.barriers import at_barrier

        own = authored(self.rendered)
        needs = edges(self.manifests, rules=self.config.rules, promote=self.config.promote, authored=own)
        return tuple(edge for edge in needs if not at_barrier(edge))

    @cached_property
    def index(self) -> "Index":
        """The manifests that a sync applies, findable by who they are."""
        from cmp.objects.index import Index

        return Index(self.manifests)

    @property
    def creates_namespace(self) -> bool:
        """Whether Argo CD is known to make the destination namespace."""
        return _CREATE_NAMESPACE in (self.request.sync_options or ())

    @cached_property
    def plan(self) -> "Plan":
        """The first sync of the manifests."""
        from cmp.argocd.simulate import simulate

        return simulate(
            self.manifests,
            namespace=self.request.namespace,
            create_namespace=self.creates_namespace,
            managed_namespace=self.request.managed_namespace,
        )

    @cached_property
    def stalls(self) -> "tuple[Stall, ...]":
        """Where that sync would wait for ever."""
        from cmp.argocd.deadlock import stalls
        from cmp.order.unapplied_needs import unapplied_objects

        return stalls(self.plan, self.edges, self.lacking, unapplied_objects(self.manifests), self.held)

    @cached_property
    def held(self) -> "dict[Ref, Halted]":
        """The objects that can't become healthy for what other objects say, and why."""
        from cmp.objects.unmeasured import unmeasured

        return unmeasured(self.index)

    @cached_property
    def lacking(self) -> "tuple[Edge, ...]":
        """What objects need of others that stand here, and that a sync which goes well never applies."""
        from cmp.order.unapplied_needs import unapplied_needs

        return unapplied_needs(self.manifests)

    @cached_property
    def unclear(self) -> "tuple[UnclearNeed, ...]":
        """What may be needed of a hook that starts too late for it."""
        from cmp.order.unclear_needs import unclear_needs

        return tuple(unclear_needs(self.plan, self.index, self.edges))

    @cached_property
    def circles(self) -> "tuple[Circle, ...]":
        """Objects that need each other in a circle."""
        from cmp.order.solver.cycles import circles

        return circles(self.edges)

    @cached_property
    def late(self) -> "tuple[Late, ...]":
        """What comes too late for the objects that need it."""
        from cmp.checks.lateness import late

        return tuple(late(self.edges, self.plan, self.stalls, self.circles))

    @cached_property
    def by_ref(self) -> "dict[Ref, Manifest]":
        """The manifests by who they are; of several with one identity the last one counts, as in Argo CD."""
        return {manifest.ref: manifest for manifest in self.manifests}

    @cached_property
    def api_versions(self) -> frozenset[str]:
        """What the cluster knows, as `group/version/Kind`; empty if that is unknown."""
        return complete(self.config.api_versions or self.request.api_versions)

    def of_kind(self, group: str, kind: str) -> tuple[Manifest, ...]:
        """Return the manifests of one kind."""
        return tuple(manifest for manifest in self.manifests if manifest.ref[:2] == (group, kind))

    def has_option(self, manifest: Manifest, option: str) -> bool:
        """Tell whether an object has a sync option, of its own or of its Application's, as far as that is known."""
        own = manifest.head.annotations.get(SYNC_OPTIONS, "").split(",")
        return option in (self.request.sync_options or ()) or option in [word.strip() for word in own]


Check = Callable[[Facts], Iterator[Finding]]
