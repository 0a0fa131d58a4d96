"""Says in a fix where an object is changed: in a rule, or by hand in what Argo CD renders itself."""

import re

from cmp.argocd.annotations import HOOK, HOOK_DELETE_POLICY, SYNC_OPTIONS, SYNC_WAVE
from cmp.argocd.application import CHART, Application

_ANNOTATIONS = {"hook": HOOK, "wave": SYNC_WAVE, "syncOptions": SYNC_OPTIONS, "deletePolicy": HOOK_DELETE_POLICY}
"""The keys of a rule that write an annotation, and that annotation."""
_KEY = re.compile(r"`(\w+)(?:: ([^`]*))?`")
_OVER = "; `override: true` over the chart's own"


def by_rule(application: Application, keys: str, *, over: bool = False, rules: str = "a rule") -> str:
    """Return where keys are said of an object: `with a rule (...)`, or in what Argo CD renders itself.

    Argo CD reads annotations there, and no rule; the other keys have none, and name the place alone.

    Args:
        application: whose object it is.
        keys: what a rule says, each key between backticks.
        over: whether the rule has to win over what the chart says.
        rules: how many rules there are, in words.
    """
    place = application.by_hand
    if not place:
        return f"with {rules} ({keys}{_OVER if over else ''})"
    annotated = all(key in _ANNOTATIONS for key, _ in _KEY.findall(keys))
    told = f"in {place}" + (f" ({_KEY.sub(_annotation, keys)})" if annotated else "")
    return f"{told}, or with {rules} after `swell convert`" if place == CHART else told


def _annotation(key: re.Match[str]) -> str:
    """Return a key of a rule as the annotation that it writes, whose number is a string in YAML."""
    name, value = _ANNOTATIONS[key[1]], key[2]
    quoted = f'"{value}"' if key[1] == "wave" else value
    return f"`{name}: {quoted}`" if value else f"`{name}`"
