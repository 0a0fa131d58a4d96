"""What is given to Argo CD, and what Swell says will come of it."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cmp import dialect
from cmp.argocd.application import Application
from cmp.argocd.live import Live
from cmp.argocd.plan import Plan
from cmp.argocd.stall import Stall
from cmp.argocd.versions import NEWEST
from cmp.checks.facts import Facts
from cmp.config.model import Config
from cmp.manifests.split import join, split
from cmp.model import Manifest
from cmp.objects.objects import Objects
from cmp.render.stages import Context, arrange

argocd = NEWEST
"""The minor of the Argo CD that judges; the option `--argocd` names another."""


class Planned(NamedTuple):
    """An application whose namespace bears its name, what is printed for it, its plan, and where that never ends."""

    name: str
    text: str
    plan: Plan
    stalls: tuple[Stall, ...]

    @property
    def waited_for(self) -> set[str]:
        """What its sync waits for in vain, as Argo CD names it; of several it names one."""
        return {f"{one.ref.group}/{one.ref.kind}/{one.ref.name}" for one in self.stalls}


def rendered(documents: Iterable[dict[str, Any]], *, namespace: str) -> tuple[Manifest, ...]:
    """Return documents as manifests."""
    return split("".join(f"---\n{dialect.to_json(one)}\n" for one in documents), namespace=namespace)


def planned(
    name: str,
    manifests: tuple[Manifest, ...],
    config: Config | None = None,
    *,
    managed_namespace: bool = False,
    pause: int | None = None,
    live: Live | None = None,
) -> Planned:
    """Return what comes of manifests: as they are, or as Swell puts them in order by a configuration.

    `pause` is the controller's ARGOCD_SYNC_WAVE_DELAY in seconds, None where it has none; `live` is what the sync
    meets, None for the first one.

    Raises:
        ConfigError: the configuration asks for something that must not be.
    """
    judged = (config or Config()).replace(argocd=argocd, sync_wave_delay=pause)
    application = Application(
        name=name, namespace=name, sync_options=("CreateNamespace=true",), managed_namespace=managed_namespace
    )
    objects = Objects(manifests, judged)
    ordered = arrange(objects, Context(config=judged, namespace=name)).objects if config else objects
    facts = Facts(
        objects=ordered,
        written=ordered.manifests,
        rendered=manifests,
        idle=(),
        config=objects.config,
        application=application,
        live=live,
    )
    return Planned(name, join(ordered), facts.plan, facts.stalls)
