import pytest

from cmp.config.model import Config
from cmp.manifests.split import split
from cmp.objects.objects import Objects
from cmp.order.decide import decide
from cmp.order.intent.subject import Subject

STREAM = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {initContainers: [{name: w, command: [kubectl, wait, --for=condition=complete, job/migrate]}]}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {helm.sh/hook: post-install}}
spec: {template: {spec: {containers: [{name: main, image: migrate}]}}}
"""


def decided(mode: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the keys of the annotations that are decided for each object, and of those that are suggested."""
    config = Config(mode=mode)
    manifests = split(STREAM, namespace="sea")
    subjects = [Subject(number=number, rendered=one, manifest=one) for number, one in enumerate(manifests)]
    found, _ = decide(subjects, Objects(manifests, config), config)
    made = {one.manifest.ref.name: sorted(each.key for each in one.decisions) for one in found}
    return made, {one.manifest.ref.name: sorted(each.key for each in one.suggested) for one in found}


HOOK = ["argocd.argoproj.io/hook", "argocd.argoproj.io/hook-delete-policy", "argocd.argoproj.io/sync-wave"]


@pytest.mark.parametrize(
    ("mode", "made", "suggested"),
    [("apply", True, False), ("suggest", False, True), ("off", False, False)],
)
def test_the_order_is_decided_suggested_or_left_as_the_mode_says(mode: str, *, made: bool, suggested: bool) -> None:
    decisions, suggestions = decided(mode)
    assert bool(decisions["migrate"]) is made
    assert bool(suggestions["migrate"]) is suggested
    assert set(HOOK[:2]) <= {*decisions["migrate"], *suggestions["migrate"]} or not (made or suggested)
    assert not decisions["web"]
