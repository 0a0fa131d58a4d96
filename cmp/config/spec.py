"""What one swell.yaml may say: the types are the documentation, the validation and the JSON Schema."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from cmp.argo import names

Globs = Annotated[str | list[str], Meta(description="A glob, or a list of globs of which any may match.")]
HookName = Literal["PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete"]
HookNames = HookName | Annotated[list[HookName], Meta(min_length=1)]
PolicyName = Literal["HookSucceeded", "HookFailed", "BeforeHookCreation"]
PolicyNames = PolicyName | Annotated[list[PolicyName], Meta(min_length=1)]
SeverityName = Literal["fatal", "error", "warning", "info", "off"]
Wave = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]  # to Argo CD a larger one is none, which means 0


class Spec(Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """The base of all: unknown keys are mistakes, names are written as in Argo CD."""


class Match(Spec, frozen=True):
    """Which objects a rule or tier concerns: all that it names must fit."""

    group: Globs | None = None
    kind: Globs | None = None
    name: Globs | None = None
    namespace: Globs | None = None
    source: Annotated[Globs | None, Meta(description="The template that printed it: templates/web.yaml")] = None
    labels: dict[str, Globs] = {}
    annotations: dict[str, Globs] = {}


class Rule(Spec, frozen=True):
    """What to do with the objects that match."""

    match: Match
    wave: Annotated[Wave | None, Meta(description="The sync wave: 0 if nothing is said, lower is earlier.")] = None
    hook: Annotated[HookNames | None, Meta(description="Run it as a hook of this phase.")] = None
    delete_policy: Annotated[
        PolicyNames | None, Meta(description="When the hook is deleted: BeforeHookCreation if nothing is said.")
    ] = None
    after: Annotated[Match | list[Match] | None, Meta(description="It is applied once these are healthy.")] = None
    before: Annotated[Match | list[Match] | None, Meta(description="These are applied once it is healthy.")] = None
    annotations: Annotated[dict[str, str | None], Meta(description="Annotations to set; null removes.")] = {}
    labels: Annotated[dict[str, str | None], Meta(description="Labels to set; null removes.")] = {}
    sync_options: Annotated[list[str], Meta(description="Sync options to add to those of the object.")] = []
    patch: Annotated[
        dict[str, Any] | list[dict[str, Any]] | None,
        Meta(description="A mapping merges as kubectl's strategic merge does; a list is an RFC 6902 patch."),
    ] = None
    drop: Annotated[bool, Meta(description="Leave the object out.")] = False
    optional: Annotated[bool, Meta(description="The rule may match nothing.")] = False
    override: Annotated[bool, Meta(description="Replace what the chart's author annotated.")] = False

    def __post_init__(self) -> None:
        """Refuse a rule that does nothing, and sync options that are none."""
        said = [getattr(self, name) for name in _DEEDS]
        if all(value is None or value is False or value in ({}, []) for value in said):
            raise ValueError(
                "a rule has to ask for something: "
                "wave, hook, after, before, annotations, labels, syncOptions, patch or drop"
            )
        _refuse_skip_with_others(self.hook)
        for key, value in self.annotations.items():
            if key in _SAID and value is not None:
                raise ValueError(f"{key} is not to be set as an annotation: say `{_SAID[key]}`")
        for option in self.sync_options:
            name, _, value = option.partition("=")
            if not (name.isalnum() and value.isalnum()):
                raise ValueError(f"{option!r} is no sync option: write each as Name=value, like Prune=false")


_SAID = {
    names.HOOK: "hook",
    names.HOOK_DELETE_POLICY: "deletePolicy",
    names.SYNC_WAVE: "wave",
    names.HELM_HOOK: "hook",
    names.HELM_HOOK_DELETE_POLICY: "deletePolicy",
    names.HELM_HOOK_WEIGHT: "wave",
}
_DEEDS = [name for name in Rule.__struct_fields__ if name not in ("match", "optional", "override")]


class Tier(Spec, frozen=True):
    """A band of waves. Tiers run first to last; the default one ends at wave 0."""

    name: Annotated[str, Meta(min_length=1)]
    match: Match | list[Match] | None = None
    default: Annotated[bool, Meta(description="Takes what no tier matches, and ends at wave 0.")] = False
    hook: HookNames | None = None
    delete_policy: PolicyNames | None = None

    def __post_init__(self) -> None:
        """Refuse a tier that would take nothing."""
        if self.match is None and not self.default:
            raise ValueError("a tier needs a match, or default: true")
        _refuse_skip_with_others(self.hook)


def _refuse_skip_with_others(hook: HookNames | None) -> None:
    if isinstance(hook, list) and "Skip" in hook and len(hook) > 1:
        raise ValueError("hook: Argo CD passes over Skip where it does not stand alone")


class Order(Spec, frozen=True):
    """How objects are ordered."""

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
            raise ValueError("infer is must, all or off")
        titles = [tier.name for tier in self.tiers]
        if sum(tier.default for tier in self.tiers) > 1:
            raise ValueError("only one tier can be the default")
        if double := next((name for name in titles if titles.count(name) > 1), None):
            raise ValueError(f"two tiers are called {double}")


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


class SourceSpec(Spec, frozen=True):
    """Something outside of this repository: one of git, oci and helm."""

    git: Annotated[str, Meta(description="A repository's address; `revision` is a branch, tag or commit.")] = ""
    oci: Annotated[str, Meta(description="oci://...; `revision` is a tag, a digest or a range of versions.")] = ""
    helm: Annotated[str, Meta(description="A Helm repository's address; `chart` and `version` belong to it.")] = ""
    revision: str = ""
    chart: str = ""
    version: Annotated[str, Meta(description="A version, or a range of versions.")] = ""


class Helm(Spec, frozen=True):
    """What Helm is told, as in an Application's `helm`."""

    version: Annotated[str, Meta(description="Which Helm: v3, v4, 3.17. The sidecar's own if not said.")] = ""

    kube_version: str = ""
    api_versions: list[str] = []
    skip_crds: bool = False
    skip_tests: bool = False
    skip_schema_validation: bool = False

    def __post_init__(self) -> None:
        """Refuse a version of Helm that is none."""
        parts = self.version.removeprefix("v").split(".")
        if self.version and not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError(f"version is one of Helm's, such as v3, v4 or 3.17, not {self.version}")


class Release(Spec, frozen=True):
    """In which groups Applications are released: by the value of a label, in this order."""

    label: Annotated[str, Meta(min_length=1)]
    groups: Annotated[list[str], Meta(min_length=1)]


class Waiver(Spec, frozen=True):
    """A finding that is known and accepted for some objects."""

    check: Annotated[str, Meta(min_length=1)]
    match: Match
    reason: Annotated[str, Meta(min_length=1, description="Why it is accepted, for whoever reads this next.")]


class Watch(Spec, frozen=True):
    """Files that count as configuration of the workloads that match, of all if nothing is said."""

    files: Annotated[Globs, Meta(description="Paths or globs.")]
    match: Match | list[Match] | None = None

    @property
    def paths(self) -> list[str]:
        """The paths and globs, be it one or several."""
        return [self.files] if isinstance(self.files, str) else self.files


class Rollout(Spec, frozen=True):
    """When pods restart: an annotation of their template changes with what they read."""

    configs: Annotated[
        bool | UnsetType, Meta(description="With the ConfigMaps and Secrets of this application that they read.")
    ] = UNSET
    ignore: Annotated[list[Match], Meta(description="ConfigMaps and Secrets that don't count.")] = []


class WatchingRollout(Rollout, frozen=True):
    """What an application may say of it, beside that."""

    watch: Annotated[list[str | Watch], Meta(description="Files whose content counts too: paths or globs.")] = []


class Rulebook(Spec, frozen=True, kw_only=True):
    """What swell.yaml and a policy both may say: how objects are ordered, and what findings mean."""

    order: Order = Order()
    checks: Annotated[
        dict[str, SeverityName | bool], Meta(description="How bad a check's findings are; `off` switches it off.")
    ] = {}
    waivers: list[Waiver] = []
    fail_on: Annotated[
        Literal["fatal", "error", "never"] | UnsetType,
        Meta(description="From which severity on `swell generate` prints no manifests: fatal if nothing is said."),
    ] = UNSET
    repairs: Literal["auto", "off"] | bool | UnsetType = UNSET  # to YAML a bare `off` is false
    rollout: Rollout = Rollout()

    def __post_init__(self) -> None:
        """Refuse a check that is neither off nor of some severity."""
        if name := next((name for name, level in self.checks.items() if level is True), None):
            raise ValueError(f"checks: {name} is fatal, error, warning, info or off")


class SwellFile(Rulebook, frozen=True, kw_only=True):
    """What to render, in which order, by which rules."""

    api_version: Literal["swell/v1"]
    extends: Annotated[str, Meta(description="A swell.yaml to start from; a leading / is the repository's root.")] = ""
    sources: Annotated[
        dict[str, SourceSpec], Meta(description="Other repositories, by the name that `$name/path` begins with.")
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
