"""The schema of rules, tiers and their matches: which objects they select, and what happens to them."""

from typing import Annotated, Any, Literal

from msgspec import Meta

from cmp.argocd.annotations import (
    HELM_HOOK,
    HELM_HOOK_DELETE_POLICY,
    HELM_HOOK_WEIGHT,
    HOOK,
    HOOK_DELETE_POLICY,
    SYNC_WAVE,
)
from cmp.typed.spec_base import Spec, odd

Globs = Annotated[str | list[str], Meta(description="A glob, or a list of globs of which any may match.")]
HookName = Literal["PreSync", "Sync", "PostSync", "SyncFail", "Skip", "PreDelete", "PostDelete"]
HookNames = HookName | Annotated[list[HookName], Meta(min_length=1)]
PolicyName = Literal["HookSucceeded", "HookFailed", "BeforeHookCreation"]
PolicyNames = PolicyName | Annotated[list[PolicyName], Meta(min_length=1)]
Wave = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]  # Argo CD reads a larger number as 0


class Match(Spec, frozen=True):
    """Selects objects by globs: all fields that are set must match; of a list of globs any may."""

    group: Annotated[Globs | None, Meta(description="The API group: apps")] = None
    kind: Annotated[Globs | None, Meta(description="The kind: Job")] = None
    name: Annotated[Globs | None, Meta(description='The name: "*-migrate"')] = None
    namespace: Annotated[Globs | None, Meta(description="The namespace.")] = None
    source: Annotated[Globs | None, Meta(description="The template that printed it: templates/web.yaml")] = None
    labels: Annotated[dict[str, Globs], Meta(description="Labels that it has.")] = {}
    annotations: Annotated[dict[str, Globs], Meta(description="Annotations that it has.")] = {}


class Rule(Spec, frozen=True):
    """An action for the objects that match."""

    match: Annotated[Match, Meta(description="The objects.")]
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
        Meta(
            description="A mapping merges as kubectl's strategic merge does, and tells equal ports apart by protocol; "
            "a list is an RFC 6902 patch."
        ),
    ] = None
    drop: Annotated[bool, Meta(description="Leave the object out.")] = False
    optional: Annotated[bool, Meta(description="The rule may match nothing; else that is an error.")] = False
    override: Annotated[bool, Meta(description="Replace what the chart's author annotated for Argo CD.")] = False

    def __post_init__(self) -> None:
        """Refuse a rule without an action, and unknown sync options."""
        said = [getattr(self, name) for name in _DEEDS]
        if all(value is None or value is False or value in ({}, []) for value in said):
            deeds = "wave, hook, after, before, annotations, labels, syncOptions, patch or drop"
            raise odd("match", "a rule has to ask for something", fix=f"say {deeds}, or take the rule out")
        _refuse_skip_with_others(self.hook)
        for key, value in self.annotations.items():
            if key in _SAID and value is not None:
                raise odd("annotations", f"{key} has a key of its own in a rule", fix=f"say `{_SAID[key]}`")
        for option in self.sync_options:
            name, _, value = option.partition("=")
            if not (name.isalnum() and value.isalnum()):
                raise odd(
                    "syncOptions", f"{option!r} is no sync option", fix="write each as Name=value, like Prune=false"
                )


_SAID = {
    HOOK: "hook",
    HOOK_DELETE_POLICY: "deletePolicy",
    SYNC_WAVE: "wave",
    HELM_HOOK: "hook",
    HELM_HOOK_DELETE_POLICY: "deletePolicy",
    HELM_HOOK_WEIGHT: "wave",
}
_DEEDS = [name for name in Rule.__struct_fields__ if name not in ("match", "optional", "override")]


class Tier(Spec, frozen=True):
    """A band of waves. Tiers run first to last; the default one ends at wave 0."""

    name: Annotated[str, Meta(min_length=1, description="What it is called where its waves are explained.")]
    match: Annotated[Match | list[Match] | None, Meta(description="The objects, unless an earlier tier has them.")] = (
        None
    )
    default: Annotated[bool, Meta(description="Takes what no tier matches, and ends at wave 0.")] = False
    hook: Annotated[HookNames | None, Meta(description="Run them as hooks of this phase.")] = None
    delete_policy: Annotated[PolicyNames | None, Meta(description="When the hooks are deleted.")] = None

    def __post_init__(self) -> None:
        """Refuse a tier that selects no objects."""
        if self.match is None and not self.default:
            raise odd("name", "a tier needs a match", fix="add `match`, or `default: true`")
        _refuse_skip_with_others(self.hook)


def _refuse_skip_with_others(hook: HookNames | None) -> None:
    if isinstance(hook, list) and "Skip" in hook and len(hook) > 1:
        raise odd("hook", "Argo CD passes over Skip where it does not stand alone", fix="take the others out")
