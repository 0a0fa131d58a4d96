"""The facts that checks read."""

from functools import cached_property

from cmp.argocd.annotations import SYNC_OPTIONS
from cmp.argocd.api_versions import complete
from cmp.argocd.application import Application
from cmp.model import Manifest
from cmp.objects.objects import Objects
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:  # the properties import these only when read: the four checks of a render don't
    from cmp.argocd.judge import Judge
    from cmp.argocd.live import Live
    from cmp.argocd.plan import Plan
    from cmp.argocd.stall import Stall
    from cmp.chart.template_calls import TemplateCalls
    from cmp.checks.lateness import Late
    from cmp.config.model import Config, Placed
    from cmp.model import Edge, UnclearNeed
    from cmp.order.deletion_stalls import Held
    from cmp.order.outcome import Outcome
    from cmp.order.solver.cycles import Cycle
    from cmp.values.render_values import RenderValues

_CREATE_NAMESPACE = "CreateNamespace=true"


class Facts(Value):
    """The objects as they will be printed, the manifests as they were rendered, and the rules that match none.

    `written` are the manifests without Swell's repairs: what their author is responsible for. `values` are the values
    of the render, None if no chart was rendered. `again` are the objects of a second render of the same, None where
    there was none. `strangers` are the variables of the environment that begin like Swell's own and are unknown. All
    properties are computed when a check first reads them.
    """

    objects: Objects
    written: tuple[Manifest, ...]
    rendered: tuple[Manifest, ...]
    idle: "tuple[Placed, ...]"
    config: "Config"
    application: Application = Application()
    strangers: tuple[str, ...] = ()
    values: "RenderValues | None" = None
    again: Objects | None = None
    live: "Live | None" = None

    @cached_property
    def templates(self) -> "TemplateCalls":
        """What the templates of the chart call; nothing where there is no chart."""
        from cmp.chart.template_calls import TemplateCalls

        return TemplateCalls(self.values.chart.templates if self.values else {})

    @cached_property
    def edges(self) -> "tuple[Edge, ...]":
        """The edges between the objects, without those at the solver's barriers, which are no objects."""
        from cmp.order.edges import edges
        from cmp.order.edges.authored import authored
        from cmp.order.solver.barriers import at_barrier

        needs = edges(self.objects, authored=authored(self.rendered))
        return tuple(edge for edge in needs if not at_barrier(edge))

    @property
    def creates_namespace(self) -> bool:
        """Whether Argo CD is known to create the destination namespace."""
        return _CREATE_NAMESPACE in (self.application.sync_options or ())

    @cached_property
    def plan(self) -> "Plan":
        """The sync of the manifests."""
        from cmp.argocd.live import NOTHING
        from cmp.argocd.simulate import simulate

        return simulate(
            self.objects.manifests,
            namespace=self.application.namespace,
            create_namespace=self.creates_namespace,
            managed_namespace=self.application.managed_namespace,
            version=self.judge.version,
            wave_delay=self.judge.delay,
            live=self.live or NOTHING,
        )

    @cached_property
    def judge(self) -> "Judge":
        """By which Argo CD the sync is judged."""
        from cmp.argocd.judge import Judge

        config = self.config
        named, paused = (config.says.get((key, ""), "") for key in ("argocd", "syncWaveDelay"))
        usual = Judge()
        return Judge(
            version=config.argocd or usual.version,
            named=named,
            delay=usual.delay if config.sync_wave_delay is None else config.sync_wave_delay,
            paused=paused,
        )

    @cached_property
    def outcome(self) -> "Outcome":
        """How this sync ends."""
        from cmp.order.outcome import Outcome

        return Outcome(objects=self.objects, plan=self.plan, edges=self.edges)

    @property
    def stalls(self) -> "tuple[Stall, ...]":
        """The objects that this sync would wait for without end."""
        return self.outcome.stalls

    @cached_property
    def unclear(self) -> "tuple[UnclearNeed, ...]":
        """The hooks that workloads may need although they start too late for that."""
        from cmp.order.unclear_needs import unclear_needs

        return tuple(unclear_needs(self.plan, self.objects.index, self.edges))

    @cached_property
    def held(self) -> "tuple[Held, ...]":
        """What holds the deletion of the application up."""
        from cmp.argocd.deletion import deletion
        from cmp.order.deletion_stalls import DeletionStalls

        taken_down = deletion(self.objects, options=self.application.sync_options or ())
        return DeletionStalls(self.objects, taken_down).found()

    @cached_property
    def cycles(self) -> "tuple[Cycle, ...]":
        """The cycles of edges between objects that need each other."""
        from cmp.order.solver.cycles import cycles

        return cycles(self.edges)

    @cached_property
    def late(self) -> "tuple[Late, ...]":
        """The needs that this sync meets too late."""
        from cmp.checks.lateness import late

        needs = [edge for edge in self.edges if edge not in self.unkept]  # the check for those tells it better
        return tuple(late(needs, self.plan, self.stalls, self.cycles))

    @cached_property
    def unkept(self) -> "dict[Edge, str]":
        """The declared needs that given waves and phases forbid, and what stands against each."""
        from cmp.order.unkept import unkept

        return {one.edge: one.why for one in unkept(self.edges, self.rendered, self.config)}

    @cached_property
    def api_versions(self) -> frozenset[str]:
        """The API versions of the cluster, as `group/version/Kind`; empty if they are unknown."""
        return complete(self.config.api_versions)

    def by_rule(self, keys: str, *, over: bool = False, rules: str = "a rule") -> str:
        """Return in words where keys of a rule are said of an object of this application."""
        from cmp.checks.by_rule import by_rule

        return by_rule(self.application, keys, over=over, rules=rules)

    def has_option(self, manifest: Manifest, option: str) -> bool:
        """Tell whether an object has a sync option of its own or, as far as that is known, of its Application."""
        own = manifest.head.annotations.get(SYNC_OPTIONS, "").split(",")
        return option in (self.application.sync_options or ()) or option in [word.strip() for word in own]
