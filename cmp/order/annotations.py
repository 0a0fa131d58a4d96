"""Hooks and waves: what to annotate so that an object's order becomes what was wished.

The author of the chart wins: a valid annotation of Argo CD's stays unless a rule overrides it. Helm's annotations are
Helm's word, so whoever makes a hook of an object replaces all three, for Argo CD would add their delete policies up
and read their weight as a wave. And an annotation that would change nothing is not written.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import BEFORE_HOOK_CREATION, HELM_HOOK_KEYS, HOOK, HOOK_DELETE_POLICY, SYNC_WAVE
from cmp.argocd.hooks import Annotations, integer, own_delete_policies, own_hook_types, wave
from cmp.model import Decision, Manifest, Place
from cmp.order.intent.preference import Wish

_Changes = dict[str, str | None]


def decisions(manifest: Manifest, wish: Wish) -> Iterator[Decision]:
    """Yield what to write and remove for one object."""
    annotations = manifest.head.annotations
    changes = _hook(annotations, wish) | _policy(annotations, wish)
    left = {key: value for key, value in annotations.items() if changes.get(key, value) is not None}
    changes |= _wave(annotations, left, wish)
    for key, value in changes.items():
        if annotations.get(key) != value:
            yield Decision(ref=manifest.ref, place=Place.ANNOTATIONS, key=key, value=value, why=_why(key, wish))


def overruled(annotations: Annotations, wish: Wish) -> Iterator[str]:
    """Yield what a rule wishes for an object whose author has said otherwise."""
    own = own_hook_types(annotations)
    if wish.hook and own and own != wish.hook and "hook" not in wish.strong:
        yield f"a {','.join(own)} hook, though {wish.why('hook')} asks for {','.join(wish.hook)}"
    number = integer(annotations.get(SYNC_WAVE, ""))
    if wish.wave not in (None, number) and number is not None and "wave" not in wish.strong:
        yield f"in wave {number}, though {wish.why('wave')} asks for {wish.wave}"


def _hook(annotations: Annotations, wish: Wish) -> _Changes:
    """Make a hook, or an ordinary object where the wish names no hook type: Helm's annotations go.

    A delete policy comes with a hook, for the chart's author may have had another.
    """
    own = own_hook_types(annotations)
    if wish.hook is None or (own and (own == wish.hook or "hook" not in wish.strong)):
        return {}
    policy = {} if HOOK_DELETE_POLICY in annotations else {HOOK_DELETE_POLICY: BEFORE_HOOK_CREATION}
    gone: _Changes = {key: None for key in HELM_HOOK_KEYS if key in annotations}
    if not wish.hook:  # a hook type that Argo CD does not know would make it drop an object that is no hook of Helm's
        return gone | {key: None for key in (HOOK,) if key in annotations}
    return {
        **gone,
        HOOK: ",".join(wish.hook),
        **(policy if wish.hook != ("Skip",) else {}),
    }


def _policy(annotations: Annotations, wish: Wish) -> _Changes:
    pinned = own_delete_policies(annotations) and "delete_policy" not in wish.strong
    return {} if wish.delete_policy is None or pinned else {HOOK_DELETE_POLICY: ",".join(wish.delete_policy)}


def _wave(annotations: Annotations, left: Annotations, wish: Wish) -> _Changes:
    """Write the wave that is wished; else keep the one that went with Helm's weight."""
    pinned = integer(annotations.get(SYNC_WAVE, "")) is not None and "wave" not in wish.strong
    wanted = wave(annotations) if wish.wave is None or pinned else wish.wave
    return {} if wave(left) == wanted else {SYNC_WAVE: str(wanted)}


def _why(key: str, wish: Wish) -> str:
    part = {SYNC_WAVE: "wave", HOOK_DELETE_POLICY: "delete_policy"}.get(key, "hook")
    return wish.why(part) or wish.why("hook")
