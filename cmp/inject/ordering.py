"""Hooks and waves: what to annotate so that an object's order becomes what was wished.

The author of the chart wins: a valid annotation of Argo CD's stays unless a rule overrides it. Helm's annotations are
Helm's word, so whoever makes a hook of an object replaces all three, for Argo CD would add their delete policies up
and read their weight as a wave. And an annotation that would change nothing is not written.
"""

from collections.abc import Iterator, Mapping

from cmp.argo import names
from cmp.argo.classify import HOOK_TYPES, hook_types, integer, wave
from cmp.model import Decision, Manifest, Place
from cmp.order.wish import Wish


def decisions(manifest: Manifest, wish: Wish) -> Iterator[Decision]:
    """Yield what to write and remove for one object."""
    annotations = manifest.head.annotations
    changes = {**_hook(annotations, wish), **_policy(annotations, wish)}
    left = {key: value for key, value in annotations.items() if key not in changes or changes[key] is not None}
    changes |= _wave(annotations, left, wish)
    for key, value in changes.items():
        if annotations.get(key) != value:
            yield Decision(ref=manifest.ref, place=Place.ANNOTATIONS, key=key, value=value, why=_why(key, wish))


def _hook(annotations: Mapping[str, str], wish: Wish) -> dict[str, str | None]:
    if wish.hook is None or (_own_hooks(annotations) and "hook" not in wish.strong):
        return {}
    helms: dict[str, str | None] = {key: None for key in names.HELM_HOOK_KEYS if key in annotations}
    return helms if hook_types(annotations) == wish.hook and not helms else helms | {names.HOOK: ",".join(wish.hook)}


def _policy(annotations: Mapping[str, str], wish: Wish) -> dict[str, str | None]:
    pinned = names.HOOK_DELETE_POLICY in annotations or (
        _own_hooks(annotations) and wish.why("hook") == wish.why("delete_policy")
    )
    if wish.delete_policy is None or (pinned and "delete_policy" not in wish.strong):
        return {}
    return {names.HOOK_DELETE_POLICY: ",".join(wish.delete_policy)}


def _wave(annotations: Mapping[str, str], left: Mapping[str, str], wish: Wish) -> dict[str, str | None]:
    """Write the wave that is wished; else keep the one that went with Helm's weight."""
    pinned = integer(annotations.get(names.SYNC_WAVE, "")) is not None and "wave" not in wish.strong
    wanted = wave(annotations) if wish.wave is None or pinned else wish.wave
    return {} if wave(left) == wanted else {names.SYNC_WAVE: str(wanted)}


def _own_hooks(annotations: Mapping[str, str]) -> bool:
    return any(word.strip() in HOOK_TYPES for word in annotations.get(names.HOOK, "").split(","))


def _why(key: str, wish: Wish) -> str:
    part = {names.SYNC_WAVE: "wave", names.HOOK_DELETE_POLICY: "delete_policy"}.get(key, "hook")
    return wish.why(part) or wish.why("hook")
