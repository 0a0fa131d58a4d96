"""Declared orders that nothing can keep, since the waves or the phases of both objects are given."""

from collections.abc import Iterable, Iterator, Sequence

from cmp.argocd.annotations import HELM_HOOK, HOOK
from cmp.argocd.hooks import PHASES, own_hook_types, own_wave, phases
from cmp.config.model import Config
from cmp.model import Edge, Manifest, Reason, Ref
from cmp.order.intent.preference import Preference
from cmp.order.intent.rules import matched, preferred
from cmp.value import Value

_PULLED = ("CustomResourceDefinition", "Namespace")
"""Kinds that Argo CD itself applies before their first object, whatever their waves say."""


class Unkept(Value):
    """A declared need, and what is given that stands against it."""

    edge: Edge
    why: str


class _Pinned(Value):
    """Where an object stays: its phase, and its wave if that is given, each with who says so."""

    phase: str
    phase_by: str
    wave: int | None
    wave_by: str


def unkept(edges: Iterable[Edge], rendered: Sequence[Manifest], config: Config) -> Iterator[Unkept]:
    """Yield the declared needs that no wave of Swell's can keep.

    Args:
        edges: what the objects need of each other.
        rendered: the objects as their author wrote them.
        config: with the rules, and the tiers, which may make hooks of ordinary objects.
    """
    declared = [edge for edge in edges if edge.reason is Reason.DECLARED and edge.before.kind not in _PULLED]
    if not declared:
        return
    pins: dict[Ref, _Pinned] = {
        one.manifest.ref: pinned
        for one in matched(rendered, config.rules)
        if (pinned := _pinned(one.manifest, preferred(one), tiers=bool(config.tiers)))
    }
    for edge in declared:
        before, after = pins.get(edge.before), pins.get(edge.after)
        if before and after and (why := _against(edge, before, after)):
            yield Unkept(edge=edge, why=why)


def _pinned(manifest: Manifest, ruled: Preference, *, tiers: bool) -> _Pinned | None:
    """Return where an object stays; None where Swell may move it (Helm's hooks, tiers), or no sync applies it."""
    annotations = manifest.head.annotations
    own = own_hook_types(annotations)
    if ruled.hook is not None and (not own or "hook" in ruled.strong):
        types, phase_by = ruled.hook or ("Sync",), ruled.why("hook")
    elif own or not (tiers or HELM_HOOK in annotations):
        types, phase_by = phases(annotations), f"its {HOOK}" if own else "it is no hook"
    else:
        return None
    phase = next((phase for phase in PHASES if phase in types), "")
    wave, wave_by = own_wave(annotations), "its own annotation"
    if ruled.wave is not None and (wave is None or "wave" in ruled.strong):
        wave, wave_by = ruled.wave, ruled.why("wave")
    return _Pinned(phase=phase, phase_by=phase_by, wave=wave, wave_by=wave_by) if phase else None


def _against(edge: Edge, before: _Pinned, after: _Pinned) -> str:
    """Return what is given that stands against a need, "" if nothing does."""
    first, second = PHASES.index(before.phase), PHASES.index(after.phase)
    if first != second:
        here = f"{edge.before} is in {before.phase} ({before.phase_by})"
        return f"{here} and {edge.after} in {after.phase} ({after.phase_by})" if first > second else ""
    if before.wave is None or after.wave is None or before.wave < after.wave:
        return ""
    here = f"{edge.before} has wave {before.wave} ({before.wave_by})"
    return f"{here} and {edge.after} wave {after.wave} ({after.wave_by})"
