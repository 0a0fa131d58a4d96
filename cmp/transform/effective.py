"""Reduces decisions to those that change something, and refuses those that could lose data."""

from collections.abc import Iterable, Sequence

from cmp.argocd.annotations import HELM_HOOK, HOOK
from cmp.argocd.hooks import hook_types
from cmp.argocd.kinds import survives
from cmp.errors import ConfigError
from cmp.model import Decision, Head, Manifest, Place


def effective(head: Head, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the last decision for each key, without those that change nothing."""
    last = {(decision.place, decision.key): decision for decision in decisions}
    return tuple(one for one in last.values() if getattr(head, one.place).get(one.key) != one.value)


def refuse_long_lived(before: Manifest, after: Manifest, rules: str, decisions: Sequence[Decision]) -> None:
    """Refuse to make an object a hook if it has to outlive the sync, whether by a decision or by a patch.

    Args:
        before: the object as it was rendered.
        after: the object as it will be printed.
        rules: the rules that patched it.
        decisions: the other changes to it.

    Raises:
        ConfigError: a rule or tier makes such an object a hook.
    """
    types = hook_types(after.head.annotations)
    whys = [one.why for one in decisions if one.place is Place.ANNOTATIONS and one.key in (HOOK, HELM_HOOK)]
    made = whys or types != hook_types(before.head.annotations)
    if made and types not in ((), ("Skip",)) and survives(after.ref.group, after.ref.kind):
        raise ConfigError(
            f"{after.ref} can't be a hook: at each sync Argo CD deletes a hook and makes it anew",
            where=whys[0] if whys else rules,
            fix="order it by `wave` alone",
        )
