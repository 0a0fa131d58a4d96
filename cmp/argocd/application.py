"""What of an Application a sync depends on, beside its manifests."""

from cmp.value import Value

CHART, MANIFESTS = "the chart", "the manifests"
"""What an Application consists of that Argo CD renders itself."""


class Application(Value):
    """An Application: its name, its destination's namespace, and its sync policy.

    `retries` tells whether Argo CD tries its syncs again, and `self_heal` whether it undoes changes in the cluster:
    these and `sync_options` are None where the Application is unknown. `managed_namespace` tells whether it has labels
    or annotations for its namespace, `cascades` whether its deletion takes its objects down. `others` are its sources
    that Swell does not render. `by_hand` is what its author changes where Argo CD renders it itself, "" where rules do.
    """

    name: str = ""
    namespace: str = ""
    sync_options: tuple[str, ...] | None = None
    retries: bool | None = None
    self_heal: bool | None = None
    cascades: bool | None = None
    managed_namespace: bool = False
    others: tuple[str, ...] = ()
    by_hand: str = ""
