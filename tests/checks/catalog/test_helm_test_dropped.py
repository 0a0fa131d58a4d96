"""The fix for each Helm hook that Argo CD does not know."""

import pytest

from cmp.checks.catalog.helm_test_dropped import check
from cmp.checks.facts import Facts
from cmp.config.model import Config
from cmp.manifests.split import split
from cmp.objects.objects import Objects

JOB = "apiVersion: batch/v1\nkind: Job\nmetadata: {{name: a, annotations: {{helm.sh/hook: '{event}'}}}}\n"


@pytest.mark.parametrize(
    ("event", "told", "never"),
    [
        ("test", "skipTests", "rollback"),
        ("test-success", "skipTests", "rollback"),
        ("pre-rollback", "`drop: true`", "skipTests"),
        ("post-rollback", "no event for a rollback", "PostSync"),
        ("pre-rollback, post-rollback", "run by hand", "PostSync"),
        ("post-instal", "did you mean post-install?", "skipTests"),
        ("Pre-Install", "did you mean pre-install?", "skipTests"),
        ("nightly", "the events are pre-install", "skipTests"),
    ],
)
def test_the_fix_fits_the_event(event: str, told: str, never: str) -> None:
    manifests = split(JOB.format(event=event), namespace="")
    facts = Facts(
        objects=Objects(manifests, Config()),
        written=manifests,
        rendered=manifests,
        idle=(),
        config=Config(),
    )
    (finding,) = check(facts)
    assert told in finding.fix
    assert never not in finding.fix
