"""Assigns objects to tiers, and returns the hooks that tiers ask for."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from cmp.argocd.annotations import HELM_HOOK
from cmp.argocd.hooks import own_hook_types, phases
from cmp.model import Manifest
from cmp.objects.match import MatchIndex
from cmp.order.intent.preference import Preference, preference

if TYPE_CHECKING:
    from cmp.config.spec_rules import Tier


class Tiers:
    """The tiers of a configuration, first to last; an object belongs to the first one that matches it."""

    def __init__(self, tiers: tuple[Tier, ...]) -> None:
        """Compile the matches of the tiers once for all objects."""
        self._tiers = tiers
        self._index = MatchIndex(tier.match for tier in tiers)
        self.count = len(tiers)
        self.default = next((index for index, tier in enumerate(tiers) if tier.default), len(tiers))

    def taker(self, manifest: Manifest) -> int:
        """Return the index of an object's tier; if none matches, that of the default tier, or `count` without one."""
        return next(iter(self._index.fitting(manifest)), self.default)

    def preferred_hook(self, manifest: Manifest, *, enforced: Collection[str] = ()) -> Preference:
        """Return the hook that a tier makes of an object whose author made none; the solver finds its wave.

        What a patch of the operator's decides about, `enforced`, no tier changes.
        """
        index, annotations = self.taker(manifest), manifest.head.annotations
        if index == self.count or self._tiers[index].hook is None or own_hook_types(annotations):
            return Preference()
        if HELM_HOOK in annotations and not phases(annotations):
            return Preference()  # Helm's tests, and what runs at a rollback or deletion alone, no sync must run
        found = preference(self._tiers[index], wave=0, override=False, why=self.why(index))
        return Preference() if "hook" in enforced else found.without({*enforced} - {"wave"})

    def why(self, index: int) -> str:
        """Return the name of a tier as reasons show it."""
        return f"tier {self._tiers[index].name}" if index < self.count else "no tier takes it"
