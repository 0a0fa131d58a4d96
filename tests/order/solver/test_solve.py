"""Waves from edges: by example, and as laws over random graphs with pins and tiers."""

from collections.abc import Sequence
from random import Random

import pytest

from cmp.model import Edge, Need, Reason, Ref, Strength
from cmp.order.nodes import served_by_kind_order
from cmp.order.solver.levels import JOB, WORKLOAD
from cmp.order.solver.solve import Node, Solved, gap, solve

KINDS = {"cm": "ConfigMap", "sec": "Secret", "job": "Job", "dep": "Deployment", "cr": "Widget", "ing": "Ingress"}
WORTHS = {"dep": WORKLOAD, "job": JOB}


def ref(name: str) -> Ref:
    """Return the object `job-a`, whose kind its name tells."""
    return Ref(group="", kind=KINDS[name.partition("-")[0]], namespace="web", name=name)


def edge(text: str, reason: Reason = Reason.REFERENCE) -> Edge:
    """Return the edge `cm-a exists must job-b`."""
    before, need, strength, after = text.split()
    return Edge(
        before=ref(before), after=ref(after), need=Need(need), strength=Strength(strength), reason=reason,
        blocks=True, whys=(text,),
    )  # fmt: skip


def solved(*texts: str, pins: dict[str, int] | None = None, hooks: Sequence[str] = (), every: bool = False) -> Solved:
    edges = [edge(text) for text in texts]
    names = sorted({one.name for link in edges for one in (link.before, link.after)})
    worth = {name: 0 if name in hooks else WORTHS.get(name.partition("-")[0], 0) for name in names}
    nodes = [Node(ref=ref(name), pin=(pins or {}).get(name), worth=worth[name]) for name in names]
    return solve(nodes, edges, within_wave=served_by_kind_order, every=every)


def waves(*texts: str, **options: object) -> dict[str, int]:
    return {one.name: wave for one, wave in solved(*texts, **options).waves.items() if wave}  # type: ignore[arg-type]


CHAIN = ("cr-db ready must job-a", "cm-a exists must job-a", "job-a ready must job-b", "job-b ready must dep-web")


def test_what_a_workload_needs_comes_as_late_as_possible_before_it() -> None:
    assert waves(*CHAIN, hooks=["job-a", "job-b"]) == {"cr-db": -3, "cm-a": -2, "job-a": -2, "job-b": -1}


def test_without_a_must_edge_nothing_moves() -> None:
    assert waves("cm-a exists should dep-web", "cr-db ready should dep-web") == {}


def test_infer_all_treats_should_as_must() -> None:
    assert waves("cr-db ready should dep-web", every=True) == {"cr-db": -1}


def test_what_a_moved_object_reads_moves_with_it() -> None:
    assert waves("dep-api ready must dep-web", "cm-a exists should dep-api") == {"dep-api": -1, "cm-a": -1}


def test_what_only_follows_workloads_comes_above_them() -> None:
    assert waves("dep-web ready must ing-web", "dep-web ready must job-smoke") == {"ing-web": 1, "job-smoke": 1}


def test_plain_jobs_count_as_workloads_only_where_there_are_no_others() -> None:
    assert waves("job-a ready must job-b", "job-b ready must cr-x") == {"job-a": -1, "cr-x": 1}


def test_a_set_without_workloads_ends_at_0() -> None:
    assert waves("cr-a ready must cr-b", "cr-b ready must cr-c") == {"cr-a": -2, "cr-b": -1}


def test_kind_order_serves_an_object_that_has_to_exist() -> None:
    assert waves("cm-a exists must job-a", "job-a ready must dep-web", hooks=["job-a"]) == {"cm-a": -1, "job-a": -1}


def test_a_custom_resource_comes_after_a_job_in_a_wave_that_they_share() -> None:
    assert waves("cr-a exists must job-a", "job-a ready must dep-web", hooks=["job-a"]) == {"cr-a": -2, "job-a": -1}


def test_a_pin_is_absolute_and_its_needs_go_below_it() -> None:
    assert waves("cr-db ready must job-a", pins={"job-a": -6}, hooks=["job-a"]) == {"job-a": -6, "cr-db": -7}


def test_beside_pins_an_object_is_as_near_0_as_they_leave_it() -> None:
    assert waves("job-a ready must dep-web", "job-b ready must dep-web", pins={"job-a": 2, "job-b": -4}) == {
        "job-a": 2,
        "job-b": -4,
        "dep-web": 3,
    }


def test_an_inferred_edge_that_closes_a_cycle_is_left_out() -> None:
    found = solved("dep-a ready must dep-b", "dep-b ready must dep-a")
    assert [str(one.before) for one in found.left_out] == ["Deployment/dep-b"]
    assert found.waves[ref("dep-a")] < found.waves[ref("dep-b")]


def test_a_cycle_of_bounds_alone_is_kept() -> None:
    found = solved("dep-a ready should dep-b", "dep-b ready should dep-a", "job-x ready must dep-a", hooks=["job-x"])
    assert not found.left_out
    assert {one.name: wave for one, wave in found.waves.items()} == {"dep-a": 0, "dep-b": 0, "job-x": -1}


def tiered(tiers: dict[str, int], *texts: str, default: int = 2, count: int = 4) -> dict[str, int]:
    nodes = [Node(ref=ref(name), tier=tier) for name, tier in tiers.items()]
    found = solve(nodes, [edge(text) for text in texts], within_wave=served_by_kind_order, tiers=(count, default))
    return {one.name: wave for one, wave in found.waves.items()}


BANDS = {"cr-db": 0, "cm-a": 0, "job-a": 1, "job-b": 1, "dep-web": 2, "ing-web": 3}


def test_each_tier_is_a_wave() -> None:
    assert tiered(BANDS) == {"cr-db": -2, "cm-a": -2, "job-a": -1, "job-b": -1, "dep-web": 0, "ing-web": 1}


def test_a_tier_has_as_many_waves_as_its_members_need() -> None:
    found = tiered(BANDS, "job-a ready must job-b")
    assert found == {"cr-db": -3, "cm-a": -3, "job-a": -2, "job-b": -1, "dep-web": 0, "ing-web": 1}


def test_what_an_earlier_band_needs_moves_down_into_it() -> None:
    assert tiered({**BANDS, "sec-x": 3}, "sec-x exists should job-a")["sec-x"] == -1


def test_bands_above_the_default_one_begin_at_1() -> None:
    found = tiered(BANDS | {"ing-late": 3}, "ing-web ready must ing-late")
    assert (found["ing-web"], found["ing-late"]) == (1, 2)


def random_graph(seed: int) -> tuple[list[Node], list[Edge], tuple[int, int] | None]:
    """Return objects with pins and tiers, and edges of all kinds between them, cycles included."""
    random = Random(seed)  # noqa: S311
    names = [f"{random.choice([*KINDS])}-{number}" for number in range(random.randint(1, 14))]
    tiers = (random.randint(1, 4), 0) if seed % 3 == 0 else None
    if tiers:
        tiers = (tiers[0], random.randint(0, tiers[0]))
    nodes = [
        Node(
            ref=ref(name),
            pin=pin,
            worth=WORTHS.get(name.partition("-")[0], 0) if random.random() < 0.7 else 0,
            tier=random.randint(0, tiers[0] if tiers[1] == tiers[0] else tiers[0] - 1) if tiers else 0,
        )
        for name in names
        for pin in [random.randint(-5, 5) if random.random() < 0.15 else None]
    ]
    edges = [
        edge(f"{before} {random.choice([*Need])} {random.choice([*Strength])} {after}", random.choice([*Reason]))
        for before, after in (random.choices(names, k=2) for _ in range(random.randint(0, 20)))
        if before != after
    ]
    return nodes, edges, tiers


@pytest.mark.parametrize("block", range(20))
def test_the_laws_hold_on_random_graphs(block: int) -> None:
    for seed in range(block * 200, block * 200 + 200):
        nodes, edges, tiers = random_graph(seed)
        found = solve(nodes, edges, within_wave=served_by_kind_order, tiers=tiers)
        _climbing(nodes, edges, found)
        _order_free(nodes, edges, tiers, found)
        _idempotent(nodes, edges, found)


def _climbing(nodes: list[Node], edges: list[Edge], found: Solved) -> None:
    """Every edge that was kept leads up by its gap, unless a pin is in the way, above it or below it."""
    pins = {node.ref: node.pin for node in nodes}
    for one in edges:
        if (
            one in found.left_out
            or one.reason is Reason.DEFINITION
            or (pins[one.before], pins[one.after]) != (None, None)
        ):
            continue
        broken = found.waves[one.after] - found.waves[one.before] < gap(one, within_wave=served_by_kind_order)
        assert not broken, one


def _order_free(nodes: list[Node], edges: list[Edge], tiers: tuple[int, int] | None, found: Solved) -> None:
    """The order of the objects makes no difference; that of the edges says which close a cycle."""
    assert solve(nodes[::-1], edges, within_wave=served_by_kind_order, tiers=tiers) == found


def _idempotent(nodes: list[Node], edges: list[Edge], found: Solved) -> None:
    """Objects that are pinned where they were put stay there."""
    pinned = [node.replace(pin=found.waves[node.ref]) for node in nodes]
    assert solve(pinned, edges, within_wave=served_by_kind_order).waves == found.waves


@pytest.mark.parametrize("seed", range(60))
def test_an_object_that_stands_twice_counts_once_and_the_order_of_the_two_decides_nothing(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    names = [f"{kind}-{number}" for kind in KINDS for number in range(2)]
    nodes = [
        Node(
            ref=ref(name), pin=random.choice([None, None, -1, 3]), tier=random.randrange(3), worth=random.randint(0, 2)
        )
        for name in names
    ]
    again = [
        Node(ref=node.ref, pin=random.choice([None, 2, 5]), tier=random.randrange(3), worth=random.randint(0, 2))
        for node in random.sample(nodes, 4)
    ]
    needs = [edge(f"{before} ready must {after}") for before, after in (random.sample(names, 2) for _ in range(6))]
    tiers = random.choice([None, (2, 1)])
    once = solve([*nodes, *again], needs, within_wave=served_by_kind_order, tiers=tiers)
    both = random.sample([*nodes, *again], len(nodes) + 4)
    assert solve(both, needs, within_wave=served_by_kind_order, tiers=tiers) == once
    for one in both:
        if one.pin is not None:
            pins = [other.pin for other in both if other.ref == one.ref and other.pin is not None]
            assert once.waves[one.ref] == min(pins)
