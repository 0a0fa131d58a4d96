"""What a sync costs by Argo CD's pauses and looks, by version; tests/e2e/test_time.py has what it really takes."""

import pytest
from streams import manifest, stream

from cmp.argocd.simulate import simulate
from cmp.argocd.timing import least, most
from cmp.argocd.versions import VERSIONS

Object = dict[str, object]


def costs(*documents: Object, pause: int = 2) -> list[int]:
    return [least(simulate(stream(documents), version=version, wave_delay=pause)) for version in VERSIONS]


def waves(*objects: str, hook: str = "") -> list[Object]:
    said = {"hook": hook} if hook else {}
    return [manifest(name, wave=str(wave), **said) for wave, name in enumerate(objects)]


def ten(kind: str, hook: str = "") -> list[Object]:
    return waves(*(f"{kind}/w{wave}" for wave in range(10)), hook=hook)


def test_nothing_costs_nothing() -> None:
    assert costs() == [0, 0, 0]


@pytest.mark.parametrize("kind", ["ConfigMap", "Job"])
@pytest.mark.parametrize("pause", [2, 5])
def test_ten_waves_cost_nine_pauses_in_every_version(kind: str, pause: int) -> None:
    assert costs(*ten(kind), pause=pause) == [9 * pause] * 3


def test_without_pauses_waves_of_configuration_cost_nothing_and_a_job_a_second_of_its_controller() -> None:
    assert costs(*ten("ConfigMap"), pause=0) == [0, 0, 0]
    assert costs(*ten("Job"), pause=0) == [9, 9, 9]
    assert costs(*ten("Deployment"), pause=0) == [0, 0, 0]


@pytest.mark.parametrize(
    ("pause", "told"), [(0, [10, 10, 60]), (1, [10, 10, 15]), (2, [19, 19, 24]), (3, [28, 28, 33])]
)
def test_a_hook_that_runs_through_the_pause_waits_for_a_look_that_is_late_since_3_6(
    pause: int, told: list[int]
) -> None:
    assert costs(*ten("Job", hook="Sync"), pause=pause) == told


@pytest.mark.parametrize(("phase", "told"), [("PreSync", [2, 2, 2]), ("PostSync", [3, 3, 8])])
def test_the_last_step_has_no_pause_in_which_a_hook_could_end(phase: str, told: list[int]) -> None:
    assert costs(manifest("ConfigMap/a"), manifest("Job/j", hook=phase)) == told


def test_a_hook_that_is_done_at_once_waits_for_nothing() -> None:
    assert costs(manifest("ConfigMap/hook", hook="PostSync"), manifest("ConfigMap/a")) == [2, 2, 2]


def test_a_hook_that_is_no_job_is_looked_at_late_all_the_same() -> None:
    assert costs(manifest("Pod/p", hook="Sync")) == [0, 0, 5]


def test_what_becomes_healthy_beside_a_hook_may_bring_the_look_forward() -> None:
    assert costs(manifest("Deployment/web"), manifest("Job/j", hook="Sync")) == [1, 1, 1]


def test_configuration_beside_a_hook_does_not() -> None:
    assert costs(manifest("ConfigMap/a"), manifest("Job/j", hook="Sync")) == [1, 1, 6]


@pytest.mark.parametrize("spec", [{"completions": 0}, {"managedBy": "example.com/runner"}])
def test_a_job_that_runs_no_pod_of_kubernetes_own_controller_needs_no_second(spec: Object) -> None:
    assert costs(manifest("Job/j", hook="Sync", spec=spec)) == [0, 0, 5]


def test_a_job_that_its_queue_resumes_needs_no_second() -> None:
    job = manifest("Job/j", hook="Sync")
    job["metadata"]["labels"] = {"kueue.x-k8s.io/queue-name": "q"}  # type: ignore[index]
    assert costs(job) == [0, 0, 5]


@pytest.mark.parametrize("hook", ["", "Sync"])
@pytest.mark.parametrize("pause", [0, 2, 3])
def test_where_nothing_has_an_owner_both_ends_are_one(hook: str, pause: int) -> None:
    for version in VERSIONS:
        plan = simulate(stream(ten("Job", hook=hook)), version=version, wave_delay=pause)
        assert most(plan) == least(plan)


def test_a_hook_that_needs_as_long_as_the_pause_may_be_looked_at_late_since_3_6() -> None:
    plans = [simulate(stream(ten("Job", hook="Sync")), version=version, wave_delay=1) for version in VERSIONS]
    assert [(least(plan), most(plan)) for plan in plans] == [(10, 10), (10, 10), (15, 60)]


@pytest.mark.parametrize(("version", "late"), [("3.4", 120), ("3.5", 120), ("3.6", 30)])
def test_each_step_that_awaits_what_has_an_owner_may_be_looked_at_late(version: str, late: int) -> None:
    first, second, last = waves("Job/a", "Job/b", "Job/c")
    for one in (first, last):  # the last one is not awaited
        one["metadata"]["ownerReferences"] = [{"kind": "ConfigMap", "name": "owner"}]  # type: ignore[index]
    plan = simulate(stream([first, second, last]), version=version)

    assert (least(plan), most(plan)) == (4, 4 + late)
