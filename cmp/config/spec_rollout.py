"""The schema of what restarts pods."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from cmp.config.spec_rules import Globs, Match
from cmp.typed.spec_base import Spec


class Watch(Spec, frozen=True):
    """Files that count as configuration of some workloads."""

    files: Annotated[Globs, Meta(description="Paths or globs; one that leads to no file is an error.")]
    match: Annotated[
        Match | list[Match] | None, Meta(description="The workloads that read them; all of them if nothing is said.")
    ] = None

    @property
    def paths(self) -> list[str]:
        """The paths and globs, whether one or several were given."""
        return [self.files] if isinstance(self.files, str) else self.files


class Rollout(Spec, frozen=True):
    """What restarts pods."""

    configs: Annotated[
        bool | UnsetType,
        Meta(description="Pods restart when a ConfigMap or Secret of this application changes that they read."),
    ] = UNSET
    ignore: Annotated[list[Match], Meta(description="ConfigMaps and Secrets that don't count.")] = []


class WatchingRollout(Rollout, frozen=True):
    """What restarts pods: an annotation `swell/config-hash` of their template changes with what they read.

    Deployments, StatefulSets, DaemonSets and Argo Rollouts get it where they read something; hooks, Jobs and bare Pods
    do not. Counted are ConfigMaps and Secrets under `env`, `envFrom` and volumes; not labels, annotations, the order of
    keys, and image pull secrets. `swell plan` names what can't be hashed: what a controller or another Application
    writes, and what a template makes anew at each render (`randAlphaNum`, `genCA`, `now`). `swell/config-hash: "off"`
    on a workload, ConfigMap or Secret takes that one out. `SWELL_ORDER=off` and `mode: suggest` leave it on, since it
    is no order.
    """

    watch: Annotated[list[str | Watch], Meta(description="Files whose content counts too: paths or globs.")] = []
