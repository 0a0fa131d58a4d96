"""What Swell did to each object, in a word or two, and why."""

from collections import defaultdict
from collections.abc import Mapping

from cmp.argo import names
from cmp.argo.classify import hook_types, integer, own_hook_types
from cmp.argo.tasks import Task
from cmp.arranged import Arranged
from cmp.model import Ref

PATCH = "patch"
Made = Mapping[str, str]
"""The keys that were written to an object, or "patch", and why."""

_WORDS = {names.SYNC_WAVE: "wave", names.SYNC_OPTIONS: "options", names.CONFIG_HASH: "config hash"}


def changes(arranged: Arranged) -> Mapping[Ref, Made]:
    """Return what was done to each object, for those to which something was done."""
    found: dict[Ref, dict[str, str]] = defaultdict(dict)
    for ref, who in arranged.patched:
        found[ref][PATCH] = who
    for decision in arranged.decisions:
        found[decision.ref][decision.key] = decision.why
    for hashed in arranged.hashes:
        found[hashed.ref][names.CONFIG_HASH] = hashed.why
    return dict(found)


def whys(made: Made) -> tuple[str, ...]:
    """Return the reasons of what was done, that of the hook first."""
    return tuple(dict.fromkeys(made[key] for key in sorted(made, key=lambda key: key != names.HOOK) if made[key]))


def done(task: Task, made: Made) -> str:
    """Return what was done to an object, "-" if nothing; what a hook was already is told in brackets."""
    annotations = task.manifest.head.annotations if task.manifest else {}
    order = next((word for key, word in _WORDS.items() if key in made), "metadata" if made.keys() - {PATCH} else "")
    if names.HOOK in made:
        order = f"{','.join(own_hook_types(annotations))} hook"
    words = [
        PATCH if PATCH in made else "",
        order,
        f"({','.join(hook_types(annotations))} hook)" if task.hook and names.HOOK not in made else "",
    ]
    return " ".join(filter(None, words)) or "-"


def author(task: Task) -> str:
    """Return what gave a hook or a wave to an object that Swell left alone, "" if nothing did."""
    annotations = task.manifest.head.annotations if task.manifest else {}
    if task.hook:
        return f"the chart's {names.HOOK if own_hook_types(annotations) else names.HELM_HOOK}"
    return f"the chart's {names.SYNC_WAVE}" if integer(annotations.get(names.SYNC_WAVE, "")) else ""
