"""The schema of swell.yaml: these types are its documentation, its validation and its JSON Schema."""

from collections import Counter
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from cmp.argocd.versions import VERSIONS, minor
from cmp.argocd.wave_delay import LONGEST
from cmp.config.spec_rules import Globs, Match, Rule, Tier
from cmp.sources.pull.kinds import KINDS, NAMES
from cmp.text import among
from cmp.typed.spec_base import Spec, odd, texts

SeverityName = Literal["fatal", "error", "warning", "info", "off"]


class Order(Spec, frozen=True):
    """The order of objects."""

    tiers: list[Tier] = []
    infer: Annotated[
        Literal["must", "all", "off"] | bool | UnsetType,
        Meta(description="What objects need of each other gives them waves: where it must, wherever it could, never."),
    ] = UNSET  # to YAML a bare `off` is false
    hooks: Annotated[
        Literal["normalise", "keep"] | UnsetType,
        Meta(description="Whether Helm hooks that would hang under Argo CD become Sync hooks."),
    ] = UNSET
    mode: Annotated[
        Literal["apply", "suggest"] | UnsetType, Meta(description="`suggest` reports the order and changes nothing.")
    ] = UNSET
    promote: Annotated[
        list[str], Meta(description="Kinds whose need always counts as must: Certificate, ExternalSecret.")
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


class OptionalFile(Spec, frozen=True):
    """A values file that may be missing, or that may not set everything."""

    file: Annotated[str, Meta(min_length=1)]
    optional: bool = False
    allow: Annotated[
        list[str] | None,
        Meta(description="The only paths that it may set, with all below them; `*` stands for one key."),
    ] = None


class ListByKey(Spec, frozen=True):
    """Merge the elements of a list that agree in this key."""

    key: Annotated[str, Meta(min_length=1)]


ListStrategy = Literal["append", "prepend", "replace"] | ListByKey


SourceSpec = texts(
    "SourceSpec",
    f"Something outside of this repository: one of {among(NAMES)}.",
    {kind.name: kind.spec[kind.name] for kind in KINDS} | {key: kind.spec[key] for kind in KINDS for key in kind.keys},
)


class Helm(Spec, frozen=True):
    """The settings for Helm, as in an Application's `helm`."""

    version: Annotated[str, Meta(description="Which Helm: v3, v4, v4.2. The sidecar's own if not said.")] = ""

    kube_version: str = ""
    api_versions: list[str] = []
    skip_crds: bool = False
    skip_tests: bool = False
    skip_schema_validation: bool = False

    def __post_init__(self) -> None:
        """Refuse a Helm version that is not a version."""
        parts = self.version.removeprefix("v").split(".")
        if self.version and not all(part.isascii() and part.isdigit() for part in parts):
            raise odd("version", f"it is one of Helm's, not {self.version}", fix='write it as v3, v4.2 or "3.17"')


class Release(Spec, frozen=True):
    """In which groups Applications are released: by the value of a label, in this order."""

    label: Annotated[str, Meta(min_length=1)]
    groups: Annotated[list[str], Meta(min_length=1)]


class Waiver(Spec, frozen=True):
    """A finding that is known and accepted for some objects."""

    check: Annotated[str, Meta(min_length=1)]
    match: Match
    reason: Annotated[str, Meta(min_length=1, description="Why it is accepted, for the next reader.")]


class Watch(Spec, frozen=True):
    """Files that count as configuration of the workloads that match, of all if nothing is said."""

    files: Annotated[Globs, Meta(description="Paths or globs.")]
    match: Match | list[Match] | None = None

    @property
    def paths(self) -> list[str]:
        """The paths and globs, whether one or several were given."""
        return [self.files] if isinstance(self.files, str) else self.files


class Rollout(Spec, frozen=True):
    """When pods restart: an annotation of their template changes with what they read."""

    configs: Annotated[
        bool | UnsetType, Meta(description="With the ConfigMaps and Secrets of this application that they read.")
    ] = UNSET
    ignore: Annotated[list[Match], Meta(description="ConfigMaps and Secrets that don't count.")] = []


class WatchingRollout(Rollout, frozen=True):
    """The restart settings of an application, with the files to watch."""

    watch: Annotated[list[str | Watch], Meta(description="Files whose content counts too: paths or globs.")] = []


class Rulebook(Spec, frozen=True, kw_only=True):
    """The settings that swell.yaml and a policy share: the order of objects, and the meaning of findings."""

    order: Order = Order()
    checks: Annotated[
        dict[str, SeverityName | bool], Meta(description="How bad a check's findings are; `off` switches it off.")
    ] = {}
    waivers: list[Waiver] = []
    fail_on: Annotated[
        Literal["fatal", "error", "never"] | UnsetType,
        Meta(description="From which severity on `swell generate` prints no manifests: fatal if nothing is said."),
    ] = UNSET
    argocd: Annotated[
        str | float | UnsetType,
        Meta(description="The Argo CD whose rules count: 3.4, 3.5 or 3.6; the newest if nothing is said."),
    ] = UNSET
    sync_wave_delay: (
        Annotated[
            int,
            Meta(ge=0, le=LONGEST, description="The seconds that Argo CD pauses between waves; 2 if nothing is said."),
        ]
        | UnsetType
    ) = UNSET
    repairs: Literal["auto", "off"] | bool | UnsetType = UNSET  # to YAML a bare `off` is false
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
    """The chart and values to render, the order of its objects, and the rules for them."""

    api_version: Literal["swell/v1"]
    extends: Annotated[str, Meta(description="A swell.yaml to start from; a leading / is the repository's root.")] = ""
    sources: Annotated[
        dict[str, SourceSpec],  # type: ignore[valid-type]
        Meta(description="Other repositories, by the name that `$name/path` begins with."),
    ] = {}
    lock: Annotated[
        Literal["locked", "floating"] | UnsetType,
        Meta(description="Whether sources are what swell.lock says, or what they are at each render."),
    ] = UNSET
    chart: Annotated[
        str | UnsetType, Meta(description="The chart's folder; the application's own if nothing is said.")
    ] = UNSET
    value_files: Annotated[
        list[str | OptionalFile], Meta(description="Above the chart's values.yaml, lowest first.")
    ] = []
    values: Annotated[dict[str, Any], Meta(description="Inline values, above the files.")] = {}
    lists: Annotated[
        dict[str, ListStrategy], Meta(description="How lists merge, by dotted path; Helm's rule is that they replace.")
    ] = {}
    manifests: Annotated[list[str], Meta(description="Files or globs of documents that join the chart's.")] = []
    rules: list[Rule] = []
    allow_empty: Annotated[bool | UnsetType, Meta(description="Rendering no object at all is no error.")] = UNSET
    helm: Helm | UnsetType = UNSET
    release: Release | UnsetType = UNSET
    rollout: WatchingRollout = WatchingRollout()
