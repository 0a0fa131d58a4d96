"""a word for Argo CD or Helm in a place where neither reads it.

Argo CD reads waves, hooks, delete policies and sync options only from an object's own annotations: in a pod template,
or as a label, they have no effect. The same holds for a misspelt key, for a word of Helm's under Argo CD's key or the
reverse (`hook-succeeded` and `HookSucceeded`), for a delete policy that does not exist, and for a sync option that does
not exist or is the Application's alone.

Put it under the right key in the metadata of the object itself.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from cmp.argocd.annotations import (
    HELM_HOOK,
    HELM_HOOK_DELETE_POLICY,
    HELM_HOOK_KEYS,
    HOOK,
    HOOK_DELETE_POLICY,
    SYNC_OPTIONS,
    SYNC_WAVE,
)
from cmp.argocd.hooks import DELETE_POLICIES, HELM_DELETE_POLICIES, HELM_HOOK_TYPES, HOOK_TYPES, words
from cmp.argocd.sync_options import OF_APPLICATIONS, OF_OBJECTS, known
from cmp.checks.facts import Facts
from cmp.manifests.fields import document, walk
from cmp.model import Finding, Manifest, Severity
from cmp.objects.pods import pods
from cmp.objects.workload_kinds import WORKLOADS
from cmp.text import Speller

SEVERITY = Severity.WARNING
_KEYS = (HOOK, HOOK_DELETE_POLICY, SYNC_WAVE, SYNC_OPTIONS, *HELM_HOOK_KEYS)
_OTHERS = frozenset({
    "argocd.argoproj.io/application-set-refresh", "argocd.argoproj.io/compare-options",
    "argocd.argoproj.io/deletion-order",
    "argocd.argoproj.io/ignore-default-links", "argocd.argoproj.io/ignore-healthcheck",
    "argocd.argoproj.io/ignore-resource-updates", "argocd.argoproj.io/instance",
    "argocd.argoproj.io/manifest-generate-paths",
    "argocd.argoproj.io/refresh", "argocd.argoproj.io/secret-type", "argocd.argoproj.io/skip-reconcile",
    "argocd.argoproj.io/tracking-id", "helm.sh/chart", "helm.sh/resource-policy",
})  # fmt: skip
"""Keys of Argo CD and Helm that say nothing of the order."""
_OPTIONS = known(OF_OBJECTS)
_OF_APPLICATIONS = frozenset(known(OF_APPLICATIONS)).difference(_OPTIONS)
_SPELLINGS = {
    HELM_HOOK: (tuple(HELM_HOOK_TYPES), HOOK_TYPES, HOOK),
    HOOK_DELETE_POLICY: (DELETE_POLICIES, HELM_DELETE_POLICIES, HELM_HOOK_DELETE_POLICY),
    HELM_HOOK_DELETE_POLICY: (HELM_DELETE_POLICIES, DELETE_POLICIES, HOOK_DELETE_POLICY),
}
"""The words of each key, those of the other tool, and the key of that."""


def check(facts: Facts) -> Iterator[Finding]:
    """Find words without effect, each once."""
    speller = Speller()
    for manifest in facts.objects:
        found = [
            *_elsewhere(manifest),
            *_misspelt(manifest, speller),
            *_foreign(manifest, speller),
            *_options(manifest, speller),
        ]
        for message, fix in dict(found).items():
            yield Finding(check="misplaced-annotation", severity=SEVERITY, ref=manifest.ref, message=message, fix=fix)


def _elsewhere(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Yield keys that stand in a pod template, or among labels."""
    move = "put it among the annotations of the object itself, or take it away"
    shape = WORKLOADS.get(manifest.ref.group_kind)
    templates = walk(document(manifest), shape.templates) if shape and shape.templates and pods(manifest) else []
    for template in templates:
        for key in _of_ours(walk(template, "metadata.annotations")):
            yield f"{key} stands in its pod template, where Argo CD does not look", move
    for key in _of_ours([manifest.head.labels]):
        yield f"{key} is a label, where Argo CD does not look", move


def _of_ours(places: list[Any]) -> list[str]:
    return [key for found in places if isinstance(found, dict) for key in _KEYS if key in found]


def _misspelt(manifest: Manifest, speller: Speller) -> Iterator[tuple[str, str]]:
    """Yield keys that nearly equal a key with an effect."""
    for key in manifest.head.annotations:
        if ("argo" not in key and not key.startswith("helm.sh/")) or key in _KEYS or key in _OTHERS:
            continue
        if close := speller.nearest(key, _KEYS, alike=0.85):
            yield f"the annotation {key} means nothing to Argo CD", f"did you mean {close}?"


def _foreign(manifest: Manifest, speller: Speller) -> Iterator[tuple[str, str]]:
    """Yield words that only the other tool knows, and delete policies that none does."""
    for key, (own, others, other) in _SPELLINGS.items():
        for word in words(manifest.head.annotations.get(key, "")):
            if word not in own and word in others:
                yield f"{key}: {word!r} is a word of {other}, and means nothing here", f"the words are {_listed(own)}"
            elif word not in own and key != HELM_HOOK:  # of which other checks tell
                close = speller.nearest(word, tuple(own))
                fix = f"did you mean {close}?" if close else f"the words are {_listed(own)}"
                yield f"{key}: there is no delete policy {word!r}", fix


def _options(manifest: Manifest, speller: Speller) -> Iterator[tuple[str, str]]:
    """Yield sync options that do not exist, or that only an Application has."""
    for option in words(manifest.head.annotations.get(SYNC_OPTIONS, "")):
        if option in _OF_APPLICATIONS:
            yield f"{SYNC_OPTIONS}: {option} is an option of the Application alone", "put it into its syncOptions"
        elif option not in _OPTIONS:
            close = speller.nearest(option, _OPTIONS)
            fix = f"did you mean {close}?" if close else f"the options are {_listed(OF_OBJECTS)}"
            yield f"{SYNC_OPTIONS}: Argo CD knows no {option!r}", fix


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
