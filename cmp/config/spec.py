"""The schema of swell.yaml: these types are its documentation, its validation and its JSON Schema."""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from cmp.argocd.versions import VERSIONS, minor
from cmp.argocd.wave_delay import LONGEST
from cmp.config.spec_rollout import Rollout, WatchingRollout
from cmp.config.spec_rules import Match, Rule, Tier
from cmp.config.spec_values import Helm, ListStrategy, OptionalFile, SourceSpec
from cmp.text import among
from cmp.typed.spec_base import Spec, odd

SeverityName = Literal["fatal", "error", "warning", "info", "off"]


class Order(Spec, frozen=True):
    """The order of objects: bands of waves, and what is inferred."""

    tiers: Annotated[list[Tier], Meta(description="Bands of waves, first to last.")] = []
    infer: Annotated[
        Literal["must", "all", "off"] | bool | UnsetType,
        Meta(
            description="Which needs make waves: those without which the sync fails or hangs (`must`, the default), "
            "all of them, or none."
        ),
    ] = UNSET  # to YAML a bare `off` is false
    hooks: Annotated[
        Literal["normalise", "keep"] | UnsetType,
        Meta(description="Helm hooks that would hang become Sync hooks (`normalise`, the default), or stay."),
    ] = UNSET
    mode: Annotated[
        Literal["apply", "suggest"] | UnsetType,
        Meta(description="`suggest`: waves and hooks are reported, and not written."),
    ] = UNSET
    promote: Annotated[
        list[str],
        Meta(
            description="Kinds that others always wait for, though they could do without: Certificate, ExternalSecret."
        ),
    ] = []

    def __post_init__(self) -> None:
        """Refuse tiers that can't be told apart."""
        if self.infer is True:
            raise odd("infer", "it is must, all or off", fix="write one of these")
        if sum(tier.default for tier in self.tiers) > 1:
            raise odd("tiers", "only one can be the default", fix="take `default` from the others")
        times = Counter(tier.name for tier in self.tiers)
        if double := next((name for name, number in times.items() if number > 1), None):
            raise odd("tiers", f"two are called {double}", fix="give each a name of its own")


class Release(Spec, frozen=True):
    """How `swell release` groups Applications: by the value of a label."""

    label: Annotated[str, Meta(min_length=1, description="The label of the Applications.")]
    groups: Annotated[list[str], Meta(min_length=1, description="Its values, in the order in which they are synced.")]


class Waiver(Spec, frozen=True):
    """A finding that is known and accepted for some objects."""

    check: Annotated[str, Meta(min_length=1, description="The name of the check.")]
    match: Annotated[Match, Meta(description="The objects whose findings are accepted.")]
    reason: Annotated[str, Meta(min_length=1, description="Why it is accepted, for the next reader.")]


class Rulebook(Spec, frozen=True, kw_only=True):
    """The settings that swell.yaml and a policy share: the order of objects, and the meaning of findings."""

    order: Order = Order()
    checks: Annotated[
        dict[str, SeverityName | bool],
        Meta(description="How bad a check's findings are, by the check's name; `off` switches it off."),
    ] = {}
    waivers: Annotated[
        list[Waiver], Meta(description="Findings that are accepted; one that waives nothing is a finding.")
    ] = []
    fail_on: Annotated[
        Literal["fatal", "error", "never"] | UnsetType,
        Meta(description="From which severity on `swell generate` prints no manifests: fatal if nothing is said."),
    ] = UNSET
    argocd: Annotated[
        str | float | UnsetType,
        Meta(
            description="The minor version of Argo CD by whose rules the sync is judged, in quotes: "
            f"{among(VERSIONS, joint='or')}; the newest if nothing is said."
        ),
    ] = UNSET
    sync_wave_delay: (
        Annotated[
            int,
            Meta(
                ge=0,
                le=LONGEST,
                description="The seconds that Argo CD pauses between waves (`controller.sync.wave.delay.seconds` in "
                "`argocd-cmd-params-cm`); 2 if nothing is said.",
            ),
        ]
        | UnsetType
    ) = UNSET
    repairs: Annotated[
        Literal["auto", "off"] | bool | UnsetType,
        Meta(description="`off`: no sync options are added without which the sync fails."),
    ] = UNSET  # to YAML a bare `off` is false
    rollout: Rollout = Rollout()

    def __post_init__(self) -> None:
        """Refuse a check with a value that is neither off nor a severity, and a version without tables."""
        if self.argocd is not UNSET and not minor(str(self.argocd)):
            raise odd(
                "argocd",
                f"Swell has no tables for {self.argocd}",
                fix=f"write {among(VERSIONS, joint='or')}, in quotes",
            )
        if name := next((name for name, level in self.checks.items() if level is True), None):
            raise odd("checks", f"{name} is fatal, error, warning, info or off", fix="write one of these")


class SwellFile(Rulebook, frozen=True, kw_only=True):
    """The chart and values to render, the order of its objects, and the rules for them.

    The nearest file of this name counts, from the application's folder upwards to the repository's root. A path is
    relative to the application's folder; one with a leading / starts at the repository's root, `$name/path` at a
    source.
    """

    foreign: ClassVar[Mapping[str, str]] = {
        **dict.fromkeys(("kind", "metadata", "spec"), "take it out: swell.yaml is no object of Kubernetes"),
        "repoURL": "say `git: https://...`; of a chart repository `helm`, of a registry `oci`",
        "targetRevision": "say `revision: ...`; of a chart repository `version`",
        "path": "say `chart: ...`, the folder of the chart",
        "syncWave": "say `wave: ...`",
        "dependsOn": "say `after: {kind: ..., name: ...}`",
        "valuesObject": "say `values: {...}`",
    }
    api_version: Annotated[Literal["swell/v1"], Meta(description="The version of this format.")]
    extends: Annotated[
        str,
        Meta(
            description="A swell.yaml to start from, relative to this file. Lists follow, mappings merge, tiers and "
            "single values replace."
        ),
    ] = ""
    sources: Annotated[
        dict[str, SourceSpec],  # type: ignore[valid-type]
        Meta(description="Other repositories, by the name that `$name/path` begins with."),
    ] = {}
    lock: Annotated[
        Literal["locked", "floating"] | UnsetType,
        Meta(
            description="Sources are what swell.lock says (`locked`, the default where there is a lock), or what they "
            "are at each render."
        ),
    ] = UNSET
    chart: Annotated[
        str | UnsetType, Meta(description="The chart's folder; the application's own if nothing is said.")
    ] = UNSET
    value_files: Annotated[
        list[str | OptionalFile],
        Meta(description="Paths or globs of values files, above the chart's values.yaml, lowest first."),
    ] = []
    values: Annotated[dict[str, Any], Meta(description="Inline values, above the files.")] = {}
    lists: Annotated[
        dict[str, ListStrategy],
        Meta(
            description="How lists merge, by dotted path (`\\.` is a dot in a key); Helm's rule is that they replace. "
            "A path without values is an error."
        ),
    ] = {}
    manifests: Annotated[list[str], Meta(description="Files or globs of documents that join the chart's.")] = []
    rules: Annotated[list[Rule], Meta(description="What happens to single objects; later ones win key by key.")] = []
    allow_empty: Annotated[bool | UnsetType, Meta(description="Rendering no object at all is no error.")] = UNSET
    helm: Helm | UnsetType = UNSET
    release: Release | UnsetType = UNSET
    rollout: WatchingRollout = WatchingRollout()
