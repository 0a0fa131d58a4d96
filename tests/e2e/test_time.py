"""What a sync takes in an Argo CD as it is shipped, and in one without pauses, beside the seconds that the plan tells.

The stand has the processors before all else meanwhile. `times` among the logs is what was measured.
"""

from collections.abc import Iterator, Mapping

import pytest
from processes import Processes
from stand import Stand
from timed import FAMILIES, OWNED, Sync, synced

from cmp.argocd.timing import least, most
from cmp.argocd.wave_delay import WAVE_DELAY

pytestmark = pytest.mark.can_differ
PAUSES = (0, WAVE_DELAY)
Syncs = Mapping[tuple[str, int], list[Sync]]


@pytest.fixture(scope="module")
def syncs(stand: Stand, processes: Processes, pytestconfig: pytest.Config) -> Iterator[Syncs]:
    """The syncs of each family and pause."""
    waves, owned, older = (pytestconfig.getoption(name) for name in ("waves", "owned_waves", "argocd"))
    owned = (0 if older else 3) if owned is None else owned
    found: dict[tuple[str, int], list[Sync]] = {}
    with processes.first():
        for pause in PAUSES:
            found |= {(family, pause): several for family, several in synced(stand, pause, waves, owned).items()}
    processes.log("times").write_text("".join(_lines(found)))
    yield found
    stand.forget(sync.one.name for several in found.values() for sync in several)


def _lines(found: Syncs) -> Iterator[str]:
    for (family, pause), several in found.items():
        for sync in several:
            waves = (sync.begun[-1] - sync.begun[0]).total_seconds()
            said = f"{len(sync.begun)} waves of {family}, pause {pause} s: {waves:.1f} s + {sync.seconds - waves:.1f} s"
            plan = f"plan {least(sync.one.plan)} to {most(sync.one.plan)} s"
            yield f"{said}, {plan}: {' '.join(f'{one:.2f}' for one in sync.pauses)}\n"


@pytest.fixture(params=[(family, pause) for family in FAMILIES for pause in PAUSES])
def several(request: pytest.FixtureRequest, syncs: Syncs) -> list[Sync]:
    """The syncs of each family and pause."""
    if request.param not in syncs:
        pytest.skip("such a wave takes two minutes before Argo CD 3.6; `--owned-waves` asks for it")
    return syncs[request.param]


def test_a_sync_takes_no_less_than_the_plan_says(several: list[Sync]) -> None:
    for sync in several:
        assert sync.state["phase"] == "Succeeded"
        assert sync.seconds >= least(sync.one.plan)


def test_a_sync_takes_no_more_than_a_fifth_more_than_the_plan_says(several: list[Sync]) -> None:
    assert any(sync.in_time for sync in several), [(sync.seconds, most(sync.one.plan)) for sync in several]


def test_there_is_a_pause_after_each_wave_but_the_last(several: list[Sync]) -> None:
    for sync in several:
        pauses = [step.pause for step in sync.one.plan.steps if step.pause]
        assert len(pauses) == len(sync.pauses) or not pauses
        assert all(real >= said for real, said in zip(sync.pauses, pauses, strict=False))


def test_only_what_has_an_owner_may_be_looked_at_late(syncs: Syncs) -> None:
    late = {family for (family, _), (sync, *_) in syncs.items() if most(sync.one.plan) > least(sync.one.plan)}
    assert late == {OWNED} & {family for family, _ in syncs}
