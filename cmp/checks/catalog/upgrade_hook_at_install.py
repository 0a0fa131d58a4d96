"""a Helm hook that is meant for upgrades alone, or for the installation alone.

Argo CD does not distinguish the two: pre-install and pre-upgrade both mean PreSync, post-install and post-upgrade
PostSync, and each runs at every sync, also the first one. A Job that checks or migrates the data of an earlier release
finds none at the first sync, and a Job that should run once runs again each time. If a chart has one for each, both
run together.

Make sure that the Job does no harm then, or drop it with a rule.
"""

from collections import defaultdict
from collections.abc import Iterator

from cmp.argocd.annotations import HELM_HOOK
from cmp.argocd.hooks import own_hook_types, words
from cmp.argocd.kinds import RUN_ONCE
from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Severity

SEVERITY = Severity.INFO
_RUNS = {("", "Pod"), ("batch", "Job"), *RUN_ONCE}
_OTHER = {"install": "upgrade", "upgrade": "install"}
_EVENTS = [f"{moment}-{kind}" for moment in ("pre", "post") for kind in _OTHER]
_HARM = {"install": "runs again at each later sync", "upgrade": "runs at the first sync as well"}


def check(facts: Facts) -> Iterator[Finding]:
    """Find such hooks among the objects that run something."""
    hooks = [manifest for manifest in facts.objects if manifest.ref.group_kind in _RUNS]
    alone: dict[str, list[Manifest]] = defaultdict(list)
    for manifest in hooks:
        for event in _alone(manifest):
            alone[event].append(manifest)
    for manifest in hooks:
        named = _alone(manifest)
        for kind in _OTHER:
            if word := next((word for word in named if word.endswith(kind)), ""):
                twins = [str(one.ref) for one in alone[_twin(word)]]
                together = f", together with {', '.join(twins)}" if twins else ""
                yield Finding(
                    severity=SEVERITY,
                    ref=manifest.ref,
                    message=f"{HELM_HOOK}: {word} is no event of Argo CD's: it {_HARM[kind]}{together}",
                    fix=f"make sure that it does no harm then, or leave it out {facts.by_rule('`drop: true`')}",
                )


def _alone(manifest: Manifest) -> list[str]:
    """Return the events of a Helm hook that it names without their twins; none of any other object."""
    annotations = manifest.head.annotations
    named = words(annotations.get(HELM_HOOK, ""))
    return [] if own_hook_types(annotations) else [one for one in _EVENTS if one in named and _twin(one) not in named]


def _twin(event: str) -> str:
    """Return the same moment of the other operation: of pre-install, pre-upgrade."""
    moment, _, kind = event.partition("-")
    return f"{moment}-{_OTHER[kind]}"
