"""The schema of a policy: these types are its documentation, its validation and its JSON Schema."""

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType, field

from cmp.config.spec import Rulebook
from cmp.config.spec_rules import Globs, Rule
from cmp.typed.spec_base import Spec

_DAY = 86_400


class PolicyRule(Rule, frozen=True):
    """A rule for the objects of all applications; it may match nothing."""

    enforce: Annotated[
        bool, Meta(description="It lies above the application's own rules, and holds with `SWELL_ORDER=off` too.")
    ] = False


class LimitsSpec(Spec, frozen=True):
    """The limits of a render."""

    timeout: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=_DAY,
                description="Seconds that a render may take, without the wait for its turn; SWELL_TIMEOUT counts where "
                "it is lower.",
            ),
        ]
        | UnsetType
    ) = UNSET
    renders: (
        Annotated[int, Meta(ge=1, le=999, description="Helms at once; SWELL_RENDERS counts where it is lower.")]
        | UnsetType
    ) = UNSET
    bytes: Annotated[int, Meta(ge=1, description="Of the rendered manifests.")] | UnsetType = UNSET
    objects: Annotated[int, Meta(ge=1, description="How many may be rendered.")] | UnsetType = UNSET
    source_bytes: Annotated[int, Meta(ge=1, description="Of the files of one source.")] | UnsetType = UNSET
    source_files: Annotated[int, Meta(ge=1, description="How many one source may have.")] | UnsetType = UNSET


class SourcesSpec(Spec, frozen=True):
    """The sources and chart dependencies that applications may declare. The last part that sets a key counts alone."""

    allow: Annotated[
        list[str] | UnsetType,
        Meta(description="Globs of addresses (see Addresses); any may be declared if nothing is said."),
    ] = UNSET
    credentials: Annotated[
        list[str] | UnsetType,
        Meta(
            description="Globs of hosts whose credentials may be used (`ghcr.io`, `*.example.com`), mounted ones and "
            "those of Docker, Helm, git and netrc; all of them if nothing is said."
        ),
    ] = UNSET


class Part(Rulebook, frozen=True, kw_only=True):
    """The settings for all applications, or for those of some projects."""

    rules: Annotated[list[PolicyRule], Meta(description="Rules below those of the application.")] = field(
        default_factory=list
    )
    sources: Annotated[SourcesSpec, Meta(description="What may be pulled, and with whose credentials.")] = SourcesSpec()


class Project(Part, frozen=True, kw_only=True):
    """The settings for the applications of some projects, over the general part."""

    match: Annotated[Globs, Meta(description="The AppProject's name: a glob, or a list of globs.")]


class PolicyFile(Part, frozen=True, kw_only=True):
    """The operator's policy for all applications: the file that `SWELL_POLICY` or `--policy` names.

    From the weakest to the strongest: the policy, its `projects` that match, the application's swell.yaml, enforced
    rules. `checks`, `failOn`, `repairs`, `tiers`, `infer`, `hooks` and `rollout.configs` are for applications that do
    not set them; `waivers`, `promote` and `rollout.ignore` lie beside theirs. Whatever an application says, the
    policy's `argocd`, `syncWaveDelay` and `mode: suggest` hold. `mode: suggest` writes no wave and no hook, enforced
    ones included.
    """

    told_by: ClassVar[str] = "swell schema policy"

    api_version: Annotated[Literal["swell/v1"], Meta(description="The version of this format.")]
    projects: Annotated[list[Project], Meta(description="All that match count, later ones over earlier ones.")] = field(
        default_factory=list
    )
    limits: LimitsSpec = LimitsSpec()
