"""What every check may look at, and the shape of a check."""

from collections.abc import Callable, Iterator
from functools import cached_property

from cmp.argo.simulate import Plan, simulate
from cmp.argo.verdict import Stall, stalls
from cmp.config.model import Config, Placed
from cmp.model import Edge, Finding, Manifest
from cmp.request import AppRequest
from cmp.value import Value


class Facts(Value):
    """The manifests as they will be printed, what was rendered, and the rules that concerned none of those.

    What follows from them is found out when somebody asks for it.
    """

    manifests: tuple[Manifest, ...]
    rendered: tuple[Manifest, ...]
    idle: tuple[Placed, ...]
    config: Config
    request: AppRequest

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """What the objects need of each other."""
        from cmp.order.edges import edges

        return edges(self.manifests, rules=self.config.rules, promote=self.config.promote)

    @cached_property
    def plan(self) -> Plan:
        """The first sync of the manifests."""
        return simulate(self.manifests)

    @cached_property
    def stalls(self) -> tuple[Stall, ...]:
        """Where that sync would wait for ever."""
        return stalls(self.plan, self.edges)


Check = Callable[[Facts], Iterator[Finding]]
