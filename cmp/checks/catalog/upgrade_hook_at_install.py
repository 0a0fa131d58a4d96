"""a Helm hook that is meant for upgrades alone, or for the installation alone.

Argo CD does not distinguish the two: pre-install and pre-upgrade both mean PreSync, post-install and post-upgrade
PostSync, and each runs at every sync, also the first one. A Job that checks or migrates the data of an earlier release
finds none at the first sync, and a Job that should run once runs again each time. If a chart has one for each, both
run together.

Make sure that the Job does no harm then, or drop it with a rule.
"""

from collections.abc import Iterator

from cmp.argocd.annotations import HELM_HOOK
from cmp.argocd.hooks import own_hook_types
from cmp.argocd.kinds import RUN_ONCE
from cmp.checks.facts import Facts
from cmp.model import Finding, Manifest, Severity

SEVERITY = Severity.INFO
_RUNS = {("", "Pod"), ("batch", "Job"), *RUN_ONCE}
_OTHER = {"install": "upgrade", "upgrade": "install"}
_HARM = {"install": "runs again at each later sync", "upgrade": "runs at the first sync as well"}


def check(facts: Facts) -> Iterator[Finding]:
    """Find such hooks among the objects that run something."""
    hooks = [manifest for manifest in facts.objects if manifest.ref.group_kind in _RUNS]
    for manifest in hooks:
        for event, other in _OTHER.items():
            moments = [
                moment for moment in ("pre", "post") if _only(manifest, f"{moment}-{event}", f"{moment}-{other}")
            ]
            if moments:
                word = f"{moments[0]}-{event}"
                twin = f"{moments[0]}-{other}"
                twins = [str(one.ref) for one in hooks if _only(one, twin, word)]
                together = f", together with {', '.join(twins)}" if twins else ""
                yield Finding(
                    severity=SEVERITY,
                    ref=manifest.ref,
                    message=f"{HELM_HOOK}: {word} is no event of Argo CD's: it {_HARM[event]}{together}",
                    fix="make sure that it does no harm then, or leave it out with a rule (`drop: true`)",
                )


def _only(manifest: Manifest, word: str, other: str) -> bool:
    """Tell whether an object is a Helm hook of the one event and not of the other."""
    annotations = manifest.head.annotations
    words = [part.strip() for part in annotations.get(HELM_HOOK, "").split(",")]
    return not own_hook_types(annotations) and word in words and other not in words
