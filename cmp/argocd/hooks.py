"""What an object's annotations mean to Argo CD: its role, phases, wave and delete policies.

Source: gitops-engine/pkg/sync of Argo CD 3.6.1: hook/hook.go, hook/helm/type.go, hook/delete_policy.go,
syncwaves/waves.go, ignore/ignore.go; controller/hook.go for the deletion hooks.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from cmp.argocd.annotations import (
    BEFORE_HOOK_CREATION,
    HELM_HOOK,
    HELM_HOOK_DELETE_POLICY,
    HELM_HOOK_WEIGHT,
    HOOK,
    HOOK_DELETE_POLICY,
    SYNC_WAVE,
)

Annotations = Mapping[str, str]

PHASES = ("PreSync", "Sync", "PostSync", "SyncFail")
"""The phases of a sync, in their order."""
DELETION_PHASES = ("PreDelete", "PostDelete")
HOOK_TYPES = (*PHASES, "Skip", *DELETION_PHASES)

HELM_HOOK_TYPES = {
    "pre-install": "PreSync",
    "pre-upgrade": "PreSync",
    "post-install": "PostSync",
    "post-upgrade": "PostSync",
    "pre-delete": "PreDelete",
    "post-delete": "PostDelete",
}
DELETE_POLICIES = ("HookSucceeded", "HookFailed", BEFORE_HOOK_CREATION)
HELM_DELETE_POLICIES = {
    "hook-succeeded": "HookSucceeded",
    "hook-failed": "HookFailed",
    "before-hook-creation": BEFORE_HOOK_CREATION,
}


_DIGITS = 19  # of the largest 64-bit integer


class Role(StrEnum):
    """How Argo CD treats an object."""

    RESOURCE = "resource"
    HOOK = "hook"
    SKIPPED = "skipped"  # kept as a target, never applied
    IGNORED = "ignored"  # dropped without a word: it calls itself a hook, and names no type that Argo CD knows


def own_hook_types(annotations: Annotations) -> tuple[str, ...]:
    """Return the valid hook types in an object's Argo CD annotation."""
    return tuple(word for word in words(annotations.get(HOOK, "")) if word in HOOK_TYPES)


def hook_types(annotations: Annotations) -> tuple[str, ...]:
    """Return the hook types of an object: those of Argo CD's annotation if one is valid, else Helm's, translated."""
    helm = (HELM_HOOK_TYPES[word] for word in words(annotations.get(HELM_HOOK, "")) if word in HELM_HOOK_TYPES)
    return own_hook_types(annotations) or tuple(dict.fromkeys(helm))


def role(annotations: Annotations) -> Role:
    """Return how Argo CD treats an object."""
    types = hook_types(annotations)
    if types == ("Skip",):
        return Role.SKIPPED
    if HOOK not in annotations and annotations.get(HELM_HOOK, "crd-install") == "crd-install":
        return Role.RESOURCE
    return Role.HOOK if types else Role.IGNORED


def phases(annotations: Annotations) -> tuple[str, ...]:
    """Return the phases of a sync in which an object is applied, in Argo CD's order."""
    match role(annotations):
        case Role.RESOURCE:
            return ("Sync",)
        case Role.HOOK:
            types = hook_types(annotations)
            return tuple(phase for phase in PHASES if phase in types)
        case _:
            return ()


def deletion_phases(annotations: Annotations) -> tuple[str, ...]:
    """Return the deletion hooks that an object is: here Argo CD reads Helm's annotation even beside its own."""
    own = words(annotations.get(HOOK, ""))
    helm = (HELM_HOOK_TYPES.get(word) for word in words(annotations.get(HELM_HOOK, "")))
    found = {*own, *helm}
    return tuple(phase for phase in DELETION_PHASES if phase in found)


def integer(text: str) -> int | None:
    """Return the number that Go's strconv.Atoi reads from a text, None where that function fails."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not (digits.isascii() and digits.isdigit()) or len(digits.lstrip("0")) > _DIGITS:
        return None
    value = int(digits.lstrip("0") or "0") * (-1 if text[0] == "-" else 1)
    return value if -(2**63) <= value < 2**63 else None


def own_wave(annotations: Annotations) -> int | None:
    """Return the wave that annotations set: sync-wave if it is an integer, else the Helm hook weight, else None."""
    for key in (SYNC_WAVE, HELM_HOOK_WEIGHT):
        if (value := integer(annotations.get(key, ""))) is not None:
            return value
    return None


def wave(annotations: Annotations) -> int:
    """Return the wave of an object, 0 if its annotations set none."""
    return own_wave(annotations) or 0


def own_delete_policies(annotations: Annotations) -> tuple[str, ...]:
    """Return the valid delete policies in an object's Argo CD annotation."""
    return tuple(word for word in words(annotations.get(HOOK_DELETE_POLICY, "")) if word in DELETE_POLICIES)


def delete_policies(annotations: Annotations) -> tuple[str, ...]:
    """Return the delete policies of a hook: Argo CD's and Helm's together, BeforeHookCreation if there is none."""
    helms = words(annotations.get(HELM_HOOK_DELETE_POLICY, ""))
    helm = (HELM_DELETE_POLICIES[word] for word in helms if word in HELM_DELETE_POLICIES)
    return tuple(dict.fromkeys([*own_delete_policies(annotations), *helm])) or (BEFORE_HOOK_CREATION,)


@lru_cache(maxsize=1024)
def words(text: str) -> tuple[str, ...]:
    """Return the distinct words of an annotation that holds a list separated by commas."""
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
