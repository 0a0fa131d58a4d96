"""Hooks and waves: what to annotate so that an object's order becomes what was preferred.

The author of the chart wins: a valid annotation of Argo CD's stays unless a rule overrides it. Helm's annotations are
Helm's word, so whoever makes a hook of an object replaces all three, for Argo CD would add their delete policies up
and read their weight as a wave. And an annotation that would change nothing is not written.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import BEFORE_HOOK_CREATION, HELM_HOOK_KEYS, HOOK, HOOK_DELETE_POLICY, SYNC_WAVE
from cmp.argocd.hooks import Annotations, integer, own_delete_policies, own_hook_types, wave
from cmp.model import Decision, Manifest, Place
from cmp.order.intent.preference import Preference

_Changes = dict[str, str | None]


def decisions(manifest: Manifest, preference: Preference) -> Iterator[Decision]:
    """Yield what to write and remove for one object."""
    annotations = manifest.head.annotations
    changes = _hook(annotations, preference) | _policy(annotations, preference)
    left = {key: value for key, value in annotations.items() if changes.get(key, value) is not None}
    changes |= _wave(annotations, left, preference)
    for key, value in changes.items():
        if annotations.get(key) != value:
            yield Decision(ref=manifest.ref, place=Place.ANNOTATIONS, key=key, value=value, why=_why(key, preference))


def overruled(annotations: Annotations, preference: Preference) -> Iterator[str]:
    """Yield what a rule prefers for an object whose author has said otherwise."""
    own = own_hook_types(annotations)
    if preference.hook and own and own != preference.hook and "hook" not in preference.strong:
        yield f"a {','.join(own)} hook, though {preference.why('hook')} asks for {','.join(preference.hook)}"
    number = integer(annotations.get(SYNC_WAVE, ""))
    if preference.wave not in (None, number) and number is not None and "wave" not in preference.strong:
        yield f"in wave {number}, though {preference.why('wave')} asks for {preference.wave}"


def _hook(annotations: Annotations, preference: Preference) -> _Changes:
    """Make a hook, or an ordinary object where the preference names no hook type: Helm's annotations go.

    A delete policy comes with a hook, for the chart's author may have had another.
    """
    own = own_hook_types(annotations)
    if preference.hook is None or (own and (own == preference.hook or "hook" not in preference.strong)):
        return {}
    policy = {} if HOOK_DELETE_POLICY in annotations else {HOOK_DELETE_POLICY: BEFORE_HOOK_CREATION}
    gone: _Changes = {key: None for key in HELM_HOOK_KEYS if key in annotations}
    if (
        not preference.hook
    ):  # a hook type that Argo CD does not know would make it drop an object that is no hook of Helm's
        return gone | {key: None for key in (HOOK,) if key in annotations}
    return {
        **gone,
        HOOK: ",".join(preference.hook),
        **(policy if preference.hook != ("Skip",) else {}),
    }


def _policy(annotations: Annotations, preference: Preference) -> _Changes:
    pinned = own_delete_policies(annotations) and "delete_policy" not in preference.strong
    return (
        {} if preference.delete_policy is None or pinned else {HOOK_DELETE_POLICY: ",".join(preference.delete_policy)}
    )


def _wave(annotations: Annotations, left: Annotations, preference: Preference) -> _Changes:
    """Write the wave that is preferred; else keep the one that went with Helm's weight."""
    pinned = integer(annotations.get(SYNC_WAVE, "")) is not None and "wave" not in preference.strong
    wanted = wave(annotations) if preference.wave is None or pinned else preference.wave
    return {} if wave(left) == wanted else {SYNC_WAVE: str(wanted)}


def _why(key: str, preference: Preference) -> str:
    part = {SYNC_WAVE: "wave", HOOK_DELETE_POLICY: "delete_policy"}.get(key, "hook")
    return preference.why(part) or preference.why("hook")
