"""What a sync costs by Argo CD's pauses and looks, by version; tests/e2e/test_time.py has what it really takes."""

import pytest
from streams import manifest, stream

from cmp.argocd.simulate import simulate
from cmp.argocd.timing import least, most
from cmp.argocd.versions import VERSIONS

Object = dict[str, object]


def costs(*documents: Object) -> list[int]:
    return [least(simulate(stream(documents), version=version)) for version in VERSIONS]


def waves(*objects: str, hook: str = "") -> list[Object]:
    said = {"hook": hook} if hook else {}
    return [manifest(name, wave=str(wave), **said) for wave, name in enumerate(objects)]


def test_nothing_costs_nothing() -> None:
    assert costs() == [0, 0, 0]


@pytest.mark.parametrize("kind", ["ConfigMap", "Job"])
def test_ten_waves_cost_nine_pauses_in_every_version(kind: str) -> None:
    assert costs(*waves(*(f"{kind}/w{wave}" for wave in range(10)))) == [18, 18, 18]


def test_a_last_wave_of_hooks_waits_for_the_look_that_is_late_since_3_6() -> None:
    assert costs(*waves(*(f"Job/w{wave}" for wave in range(10)), hook="Sync")) == [18, 18, 23]


@pytest.mark.parametrize("phase", ["PreSync", "PostSync"])
def test_it_is_the_last_step_that_counts(phase: str) -> None:
    late = phase == "PostSync"
    assert costs(manifest("ConfigMap/a"), manifest("Job/j", hook=phase)) == [2, 2, 7 if late else 2]


def test_a_hook_that_is_done_at_once_waits_for_nothing() -> None:
    assert costs(manifest("ConfigMap/hook", hook="PostSync"), manifest("ConfigMap/a")) == [2, 2, 2]


def test_what_becomes_healthy_beside_a_hook_may_bring_the_look_forward() -> None:
    assert costs(manifest("Deployment/web"), manifest("Job/j", hook="Sync")) == [0, 0, 0]


def test_configuration_beside_a_hook_does_not() -> None:
    assert costs(manifest("ConfigMap/a"), manifest("Job/j", hook="Sync")) == [0, 0, 5]


def test_where_nothing_has_an_owner_both_ends_are_one() -> None:
    plan = simulate(stream(waves("Job/a", "Job/b")))
    assert most(plan) == least(plan)


@pytest.mark.parametrize(("version", "late"), [("3.4", 180), ("3.5", 180), ("3.6", 30)])
def test_each_step_that_awaits_what_has_an_owner_may_be_looked_at_late(version: str, late: int) -> None:
    first, second, last = waves("Job/a", "Job/b", "Job/c")
    for one in (first, last):  # the last one is not awaited
        one["metadata"]["ownerReferences"] = [{"kind": "ConfigMap", "name": "owner"}]  # type: ignore[index]
    plan = simulate(stream([first, second, last]), version=version)

    assert (least(plan), most(plan)) == (4, 4 + late)
