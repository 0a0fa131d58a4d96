"""Whether a sync can finish, by what its steps wait for."""

import pytest
from streams import manifest, stream

from cmp.argocd.deadlock import given_up, stalls
from cmp.argocd.progress_deadline import ProgressDeadline
from cmp.argocd.simulate import simulate
from cmp.argocd.stall import Stall
from cmp.model import Edge, Manifest, Need, Reason, Strength


def edge(before: Manifest, after: Manifest, need: Need = Need.EXISTS, *, blocks: bool = True) -> Edge:
    return Edge(
        before=before.ref,
        after=after.ref,
        need=need,
        strength=Strength.SHOULD,
        reason=Reason.REFERENCE,
        blocks=blocks,
        whys=("reads it",),
    )


def stalled(manifests: tuple[Manifest, ...], *edges: Edge) -> list[tuple[str, list[str], str]]:
    def told(stall: Stall) -> tuple[str, list[str], str]:
        return str(stall.ref), [str(edge.before) for edge in stall.chain], stall.cause

    return [told(stall) for stall in stalls(simulate(manifests), edges)]


def test_a_presync_hook_waits_in_vain_for_an_ordinary_object() -> None:
    job, config = manifests = stream([manifest("Job/a", hook="PreSync"), manifest("ConfigMap/b")])
    assert stalled(manifests, edge(config, job)) == [("Job/a", ["ConfigMap/b"], "")]


def test_an_edge_that_does_not_block_is_no_cause() -> None:
    job, config = manifests = stream([manifest("Job/a", hook="PreSync"), manifest("ConfigMap/b")])
    assert stalled(manifests, edge(config, job, blocks=False)) == []


def test_within_a_step_the_order_of_application_is_no_cause() -> None:
    job, widget = manifests = stream([manifest("Job/a", hook="Sync"), manifest("Widget/b")])
    assert stalled(manifests, edge(widget, job)) == []


def test_what_is_not_awaited_holds_nothing_up() -> None:
    web, job = manifests = stream([manifest("Deployment/a"), manifest("Job/b")])
    assert stalled(manifests, edge(job, web, Need.READY), edge(web, job, Need.READY)) == []


def test_the_chain_leads_to_what_comes_too_late() -> None:
    web, middle, late = manifests = stream(
        [manifest("Deployment/a"), manifest("Deployment/m"), manifest("Job/z", hook="PostSync")]
    )
    found = stalled(manifests, edge(middle, web, Need.READY), edge(late, middle, Need.READY))
    assert found == [("Deployment/a", ["Deployment/m", "Job/z"], ""), ("Deployment/m", ["Job/z"], "")]


def test_two_that_wait_for_each_other_hold_each_other_up() -> None:
    one, two, _ = manifests = stream(
        [manifest("Deployment/a"), manifest("Deployment/b"), manifest("Job/z", hook="PostSync")]
    )
    found = stalled(manifests, edge(two, one, Need.READY), edge(one, two, Need.READY))
    assert found[0] == ("Deployment/a", ["Deployment/b", "Deployment/a"], "")


def test_a_paused_deployment_is_a_cause_by_itself() -> None:
    manifests = stream([manifest("Deployment/a", wave="-1", spec={"paused": True}), manifest("ConfigMap/b")])
    assert stalled(manifests) == [("Deployment/a", [], "spec.paused is true: Argo CD calls it suspended")]


def test_in_the_last_wave_a_paused_deployment_does_no_harm() -> None:
    manifests = stream([manifest("Deployment/a", spec={"paused": True}), manifest("ConfigMap/b", wave="-1")])
    assert stalled(manifests) == []


def hanging(**specs: dict[str, object]) -> ProgressDeadline | None:
    """Return when a wave of workloads gives up that waits for a PostSync Job, each a kind with its spec."""
    waiting = [manifest(f"{kind}/{kind.lower()}", spec=spec) for kind, spec in specs.items()]
    *manifests, job = every = stream([*waiting, manifest("Job/late", hook="PostSync")])
    return given_up(stalls(simulate(every), [edge(job, one, Need.READY) for one in manifests]))


def test_a_deployment_gives_up_when_its_rollout_makes_no_progress() -> None:
    assert hanging(Deployment={}) == ProgressDeadline(seconds=600, field="progressDeadlineSeconds")


def test_a_step_ends_when_the_last_of_its_workloads_has_given_up() -> None:
    found = hanging(Deployment={"progressDeadlineSeconds": 90}, Job={"activeDeadlineSeconds": 700})
    assert found == ProgressDeadline(seconds=700, field="activeDeadlineSeconds")


def test_a_sync_hangs_for_ever_where_one_workload_never_gives_up() -> None:
    assert hanging(Deployment={}, Pod={}) is None
    assert hanging(Deployment={}, Job={}) is None
    assert hanging(Deployment={"progressDeadlineSeconds": 2**31 - 1}) is None


def test_a_paused_deployment_has_no_deadline() -> None:
    assert hanging(Deployment={"paused": True}) is None


def test_a_sync_that_can_finish_is_given_up_by_nobody() -> None:
    assert given_up(()) is None


@pytest.mark.parametrize(
    ("spec", "held"),
    [
        ({"parallelism": 0}, True),
        ({"parallelism": 0, "completions": 3}, True),
        ({"parallelism": 0, "completions": 0}, False),
        ({"completions": 0}, False),
        ({"parallelism": 1}, False),
    ],
)
def test_a_job_that_starts_no_pod_is_complete_at_once_or_never(spec: dict[str, int], *, held: bool) -> None:
    manifests = stream([manifest("Job/a", spec=spec), manifest("Job/late", hook="PostSync")])
    assert bool(stalls(simulate(manifests), ())) is held


@pytest.mark.parametrize(
    ("group", "kind", "field", "held"),
    [
        ("apps", "Deployment", "paused", True),
        ("batch", "Job", "suspend", True),
        ("batch", "CronJob", "suspend", False),  # Argo CD calls it healthy
        ("kustomize.toolkit.fluxcd.io", "Kustomization", "suspend", True),
        ("helm.toolkit.fluxcd.io", "HelmRelease", "suspend", True),
        ("example.com", "Widget", "suspend", False),
    ],
)
def test_what_is_suspended_holds_its_wave_up(group: str, kind: str, field: str, *, held: bool) -> None:
    first = {"apiVersion": f"{group}/v1", "kind": kind, "metadata": {"name": "a"}, "spec": {field: True}}
    assert bool(stalls(simulate(stream([first, manifest("Job/late", hook="PostSync")])), ())) is held
