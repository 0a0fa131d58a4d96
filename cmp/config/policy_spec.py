"""The schema of a policy: these types are its documentation, its validation and its JSON Schema."""

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType, field

from cmp.config.spec import Rulebook
from cmp.config.spec_rules import Globs, Rule
from cmp.typed.spec_base import Spec

_DAY = 86_400


class PolicyRule(Rule, frozen=True):
    """A rule for the objects of all applications; it may match nothing."""

    enforce: Annotated[bool, Meta(description="It lies above the application's own rules.")] = False


class LimitsSpec(Spec, frozen=True):
    """The limits of a render."""

    timeout: (
        Annotated[int, Meta(ge=1, le=_DAY, description="Seconds; SWELL_TIMEOUT counts where it is lower.")] | UnsetType
    ) = UNSET
    renders: (
        Annotated[int, Meta(ge=1, le=999, description="Helms at once; SWELL_RENDERS counts where it is lower.")]
        | UnsetType
    ) = UNSET
    bytes: Annotated[int, Meta(ge=1, description="Of the manifests that were rendered.")] | UnsetType = UNSET
    objects: Annotated[int, Meta(ge=1, description="How many may be rendered.")] | UnsetType = UNSET
    source_bytes: Annotated[int, Meta(ge=1, description="Of the files of one source.")] | UnsetType = UNSET
    source_files: Annotated[int, Meta(ge=1, description="How many one source may have.")] | UnsetType = UNSET


class SourcesSpec(Spec, frozen=True):
    """The sources that applications may declare."""

    allow: Annotated[
        list[str] | UnsetType, Meta(description="Globs of addresses; any may be declared if nothing is said.")
    ] = UNSET
    credentials: Annotated[
        list[str] | UnsetType,
        Meta(description="Globs of hosts whose mounted credentials may be used; all of them if nothing is said."),
    ] = UNSET


class Part(Rulebook, frozen=True, kw_only=True):
    """The settings for all applications, or for those of some projects."""

    rules: list[PolicyRule] = field(default_factory=list)
    sources: SourcesSpec = SourcesSpec()


class Project(Part, frozen=True, kw_only=True):
    """The settings for the applications of some projects, over the general part."""

    match: Annotated[Globs, Meta(description="The AppProject's name: a glob, or a list of globs.")]


class PolicyFile(Part, frozen=True, kw_only=True):
    """The operator's policy for all applications."""

    told_by: ClassVar[str] = "swell schema policy"

    api_version: Literal["swell/v1"]
    projects: Annotated[list[Project], Meta(description="All that match count, later ones over earlier ones.")] = field(
        default_factory=list
    )
    limits: LimitsSpec = LimitsSpec()
