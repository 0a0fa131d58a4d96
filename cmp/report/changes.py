"""Describing in a word or two what Swell changed in each object, and why."""

from collections import defaultdict
from collections.abc import Mapping

from cmp.argocd.annotations import CONFIG_HASH, HELM_HOOK, HOOK, HOOK_DELETE_POLICY, SYNC_OPTIONS, SYNC_WAVE
from cmp.argocd.hooks import hook_types, integer, own_hook_types
from cmp.argocd.tasks import Task
from cmp.model import Ref
from cmp.transform.result import Arranged

PATCH = "patch"
Made = Mapping[str, str]
"""The keys that were written to an object, or "patch", and why."""

_WORDS = {SYNC_WAVE: "wave", SYNC_OPTIONS: "options", CONFIG_HASH: "config hash"}


def changes(arranged: Arranged) -> Mapping[Ref, Made]:
    """Return the description of the changes to each object that Swell changed."""
    found: dict[Ref, dict[str, str]] = defaultdict(dict)
    for ref, who in arranged.patched:
        found[ref][PATCH] = who
    for decision in arranged.decisions:
        found[decision.ref][decision.key] = decision.why
    for hashed in arranged.hashes:
        found[hashed.ref][CONFIG_HASH] = hashed.why
    return dict(found)


def whys(made: Made) -> tuple[str, ...]:
    """Return the reasons for the changes to an object, that for the hook first; one with it has its policy too."""
    keys = [key for key in sorted(made, key=lambda key: key != HOOK) if key != HOOK_DELETE_POLICY or HOOK not in made]
    return tuple(dict.fromkeys(made[key] for key in keys if made[key]))


def done(task: Task, made: Made) -> str:
    """Return the changes to an object, "-" if there are none; an existing hook is shown in brackets."""
    annotations = task.manifest.head.annotations if task.manifest else {}
    order = next((word for key, word in _WORDS.items() if key in made), "metadata" if made.keys() - {PATCH} else "")
    if HOOK in made:
        order = f"{','.join(own_hook_types(annotations))} hook"
    words = [
        PATCH if PATCH in made else "",
        order,
        f"({','.join(hook_types(annotations))} hook)" if task.hook and HOOK not in made else "",
    ]
    return " ".join(filter(None, words)) or "-"


def author(task: Task) -> str:
    """Return the origin of a hook or wave in an object that Swell did not change, "" if it has neither."""
    annotations = task.manifest.head.annotations if task.manifest else {}
    if task.hook:
        return f"the chart's {HOOK if own_hook_types(annotations) else HELM_HOOK}"
    return f"the chart's {SYNC_WAVE}" if integer(annotations.get(SYNC_WAVE, "")) else ""
