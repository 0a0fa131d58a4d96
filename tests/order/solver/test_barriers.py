"""Barriers stand for the pairs that they save: the same waves, and edges that grow with the objects."""

from random import Random

import pytest

from cmp.argocd.hooks import wave
from cmp.config.model import Config
from cmp.manifests.split import split
from cmp.model import Edge, Ref
from cmp.objects.objects import Objects
from cmp.order.nodes import served_by_kind_order
from cmp.order.solver.barriers import between, is_barrier
from cmp.order.solver.levels import JOB, WORKLOAD
from cmp.order.solver.solve import Node, solve
from cmp.render.stages import Context, arrange
from cmp.request.model import AppRequest

REQUEST = AppRequest(folder="/apps/web", app="web", namespace="web", api_versions=(), texts=())
JOB_TEXT = """\
---
apiVersion: batch/v1
kind: Job
metadata:
  name: migrate{weight}-{number}
  annotations: {{helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-weight: "{weight}"}}
spec: {{template: {{spec: {{containers: [{{name: main, image: m, envFrom: [{{secretRef: {{name: data}}}}]}}]}}}}}}
"""
SERVING_TEXT = """\
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web-{number}}}
spec: {{template: {{spec: {{containers: [{{name: main, image: m}}]}}}}}}
"""
DATA_TEXT = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: data}\n"


def refs(kind: str, count: int) -> list[Ref]:
    return [Ref(group="", kind=kind, namespace="web", name=f"{kind}-{number}") for number in range(count)]


def test_few_objects_are_paired_and_many_get_a_barrier() -> None:
    few = list(between(refs("Job", 10), refs("Deployment", 10), name="x", why="y"))
    many = list(between(refs("Job", 11), refs("Deployment", 10), name="x", why="y"))
    assert len(few) == 100
    assert len(many) == 21
    assert not any(is_barrier(edge.before) or is_barrier(edge.after) for edge in few)
    assert all(is_barrier(edge.before) != is_barrier(edge.after) for edge in many)


@pytest.mark.parametrize("seed", range(100))
def test_a_barrier_gives_the_waves_that_its_pairs_give(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    levels = [refs(f"Job{level}", random.randint(1, 4)) for level in range(random.randint(2, 4))]
    serving = refs("Deployment", random.randint(1, 4))
    objects = [*(one for level in levels for one in level), *serving]
    pins = {one: random.randint(-9, -5) for one in levels[0] if random.random() < 0.2}
    tiers = random.choice([None, (3, 1)])
    tier = {one: random.randint(0, 2) if tiers else 0 for one in objects}

    def waves(few: int) -> dict[Ref, int]:
        edges: list[Edge] = []
        for number, (low, high) in enumerate(zip(levels, [*levels[1:], serving], strict=True)):
            edges += between(low, high, name=str(number), why="weights", few=few)
        walls = {ref for edge in edges for ref in (edge.before, edge.after) if is_barrier(ref)}
        assert bool(walls) == (few == 0)
        nodes = [
            Node(ref=one, pin=pins.get(one), tier=tier[one], worth=WORKLOAD if one in serving else JOB)
            for one in objects
        ]
        nodes += [Node(ref=wall, tier=tiers[0] if tiers else 0) for wall in walls]
        solved = solve(nodes, edges, within_wave=served_by_kind_order, tiers=tiers).waves
        return {one: solved[one] for one in objects}

    assert waves(few=0) == waves(few=10_000)


def test_a_hundred_hooks_before_a_hundred_workloads_are_ordered_as_few_are() -> None:
    count = 100
    text = "".join(JOB_TEXT.format(weight=weight, number=number) for weight in (-2, -1) for number in range(count))
    text += DATA_TEXT + "".join(SERVING_TEXT.format(number=number) for number in range(count))
    arranged = arrange(Objects(split(text, namespace="web")), Context(config=Config(), namespace="web"))
    waves: dict[str, set[int]] = {}
    for manifest in arranged.manifests:
        waves.setdefault(manifest.ref.name.partition("-")[0], set()).add(wave(manifest.head.annotations))
    assert waves == {"migrate": {-2, -1}, "data": {-2}, "web": {0}}
    assert not [line for line in arranged.manifests if "(barrier)" in line.text]
