"""Turns an object's preferred hook and wave into annotations to write and remove.

A valid Argo CD annotation of the chart's author stays, unless a rule overrides it. Where an object becomes a hook, all
three Helm annotations are removed: Argo CD would otherwise add Helm's delete policies to the new ones and read Helm's
weight as a wave. No annotation is written that would change nothing.
"""

from collections.abc import Iterable, Iterator, Sequence

from cmp.argocd.annotations import BEFORE_HOOK_CREATION, HELM_HOOK_KEYS, HOOK, HOOK_DELETE_POLICY, SYNC_WAVE
from cmp.argocd.hooks import Annotations, integer, own_delete_policies, own_hook_types, wave
from cmp.model import Decision, Manifest, Place
from cmp.order.intent.preference import Preference

_Changes = dict[str, str | None]


def decisions(manifest: Manifest, preference: Preference) -> Iterator[Decision]:
    """Yield the annotations to write and to remove for one object."""
    annotations = manifest.head.annotations
    changes = _hook(annotations, preference) | _policy(annotations, preference)
    left = {key: value for key, value in annotations.items() if changes.get(key, value) is not None}
    changes |= _wave(annotations, left, preference)
    for key, value in changes.items():
        if annotations.get(key) != value:
            yield Decision(ref=manifest.ref, place=Place.ANNOTATIONS, key=key, value=value, why=_why(key, preference))


def preferred(manifests: Iterable[Manifest], preferences: Sequence[Preference]) -> tuple[Manifest, ...]:
    """Return objects with the annotations that their preferences ask for, in their heads alone."""
    return tuple(
        manifest.with_head(manifest.head.decided(decisions(manifest, preference)))
        for manifest, preference in zip(manifests, preferences, strict=True)
    )


def overruled(annotations: Annotations, preference: Preference) -> Iterator[str]:
    """Yield the preferences of rules that are not followed, since the chart's author has set the annotation."""
    own = own_hook_types(annotations)
    if preference.hook and own and own != preference.hook and "hook" not in preference.strong:
        yield f"a {','.join(own)} hook, though {preference.why('hook')} asks for {','.join(preference.hook)}"
    number = integer(annotations.get(SYNC_WAVE, ""))
    if preference.wave not in (None, number) and number is not None and "wave" not in preference.strong:
        yield f"in wave {number}, though {preference.why('wave')} asks for {preference.wave}"


def _hook(annotations: Annotations, preference: Preference) -> _Changes:
    """Make an object a hook, or an ordinary object if the preference names no hook type; remove Helm's annotations.

    A delete policy is written with each hook, since the chart's author may have set another one.
    """
    own, helms = own_hook_types(annotations), [key for key in HELM_HOOK_KEYS if key in annotations]
    if preference.hook is None or (own and "hook" not in preference.strong) or (own == preference.hook and not helms):
        return {}
    policy = {} if HOOK_DELETE_POLICY in annotations else {HOOK_DELETE_POLICY: BEFORE_HOOK_CREATION}
    gone: _Changes = dict.fromkeys(helms)
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
    """Write the preferred wave; without one, keep the wave that Helm's removed weight stood for."""
    pinned = integer(annotations.get(SYNC_WAVE, "")) is not None and "wave" not in preference.strong
    wanted = wave(annotations) if preference.wave is None or pinned else preference.wave
    there = wave(left) == wanted and (SYNC_WAVE in left or not preference.written)
    return {} if there else {SYNC_WAVE: str(wanted)}


def _why(key: str, preference: Preference) -> str:
    part = {SYNC_WAVE: "wave", HOOK_DELETE_POLICY: "delete_policy"}.get(key, "hook")
    return preference.why(part) or preference.why("hook")
