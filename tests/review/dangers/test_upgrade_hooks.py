"""Hooks for upgrades alone, which Argo CD never runs."""

from reviews import config_map, reviewed, side

from cmp.review.compare import review
from cmp.review.model import Template

HOOK = Template(path="templates/migrate.yaml", text="{{ if .Release.IsUpgrade }}")


def test_a_new_hook_for_upgrades_is_a_danger_and_a_known_one_is_none() -> None:
    text = config_map("a", "b: c")
    (danger,) = reviewed(text, text, upgrade_only=(HOOK,)).dangers
    assert danger.message.startswith("templates/migrate.yaml makes a hook only if .Release.IsUpgrade")
    both = side(text, upgrade_only=(HOOK,))
    assert review("web", both, both).dangers == ()


def test_one_that_changed_is_told_again() -> None:
    text = config_map("a", "b: c")
    old = side(text, upgrade_only=(HOOK.replace(text="before"),))
    assert len(review("web", old, side(text, upgrade_only=(HOOK,))).dangers) == 1
