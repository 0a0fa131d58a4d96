"""How bad it is that something comes too late."""

import pytest

from cmp.argocd.deadlock import stalls
from cmp.argocd.simulate import simulate
from cmp.checks.lateness import Late, Sort, late
from cmp.manifests.split import split
from cmp.model import Edge, Manifest, Need, Reason, Ref, Severity, Strength
from cmp.order.solver.cycles import cycles


def stream(*objects: str) -> tuple[Manifest, ...]:
    """Return manifests from lines such as `Deployment web wave=-1 hook=Sync`."""
    texts = []
    for line in objects:
        kind, name, *said = line.split()
        keys = {"wave": "argocd.argoproj.io/sync-wave", "hook": "argocd.argoproj.io/hook"}
        annotations = ", ".join(f'{keys[word.partition("=")[0]]}: "{word.partition("=")[2]}"' for word in said)
        group = {"Deployment": "apps/v1", "Job": "batch/v1"}.get(kind, "v1")
        texts.append(f"apiVersion: {group}\nkind: {kind}\nmetadata: {{name: {name}, annotations: {{{annotations}}}}}\n")
    return split("---\n".join(texts), namespace="shop")


def found(manifests: tuple[Manifest, ...], *edges: Edge) -> list[tuple[Sort, Severity, str]]:
    plan = simulate(manifests)

    def told(one: Late) -> tuple[Sort, Severity, str]:
        return one.sort, one.severity, one.held.name

    return [told(one) for one in late(edges, plan, stalls(plan, edges), cycles(edges))]


def edge(before: Ref, after: Ref, **said: object) -> Edge:
    usual = {"need": Need.EXISTS, "strength": Strength.SHOULD, "reason": Reason.REFERENCE, "blocks": False, "whys": ()}
    return Edge(before=before, after=after, **usual | said)


@pytest.mark.parametrize(
    ("first", "second", "said", "expected"),
    [
        ("Deployment a", "ConfigMap b", {"blocks": True}, []),
        ("Deployment a wave=-1", "ConfigMap b", {"blocks": True}, [(Sort.WAVE, Severity.ERROR, "a")]),
        ("Deployment a wave=-1", "ConfigMap b", {}, [(Sort.WAVE, Severity.INFO, "a")]),
        ("Deployment a wave=-1", "ConfigMap b", {"strength": Strength.MUST}, [(Sort.WAVE, Severity.WARNING, "a")]),
        ("ConfigMap a wave=-1", "ConfigMap b", {"blocks": True}, [(Sort.WAVE, Severity.INFO, "a")]),
        ("Job a hook=PreSync", "ConfigMap b", {"blocks": True}, [(Sort.HOOK, Severity.ERROR, "a")]),
        ("Deployment a", "Job b hook=PostSync", {"blocks": True}, [(Sort.POST_SYNC, Severity.ERROR, "a")]),
        (
            "Deployment a wave=-1",
            "Widget b",
            {"blocks": True, "need": Need.READY, "reason": Reason.PRODUCER},
            [(Sort.PRODUCER, Severity.ERROR, "a")],
        ),
        ("Widget a wave=-1", "Deployment b", {"reason": Reason.ADMISSION}, [(Sort.WEBHOOK, Severity.WARNING, "a")]),
        (
            "Deployment a",
            "Deployment b",
            {"need": Need.READY, "strength": Strength.MUST},
            [(Sort.WAVE, Severity.WARNING, "a")],
        ),
        (
            "Deployment a",
            "Job b",
            {"need": Need.READY, "strength": Strength.MUST, "blocks": True},
            [(Sort.WAVE, Severity.INFO, "a")],
        ),
    ],
)
def test_an_edge_is_judged_by_what_the_sync_does(
    first: str, second: str, said: dict[str, object], expected: list[tuple[Sort, Severity, str]]
) -> None:
    after, before = manifests = stream(first, second)
    assert found(manifests, edge(before.ref, after.ref, **said)) == expected


def test_a_step_that_hangs_on_something_in_between_is_named() -> None:
    web, middle, late_one = manifests = stream("Deployment web wave=-1", "Widget middle wave=-1", "Secret late")
    edges = (
        edge(middle.ref, web.ref, blocks=True, need=Need.READY),
        edge(late_one.ref, middle.ref, blocks=True),
    )
    assert found(manifests, *edges) == [(Sort.WAVE, Severity.ERROR, "web")]


def test_a_cycle_is_left_to_its_own_check() -> None:
    one, two = manifests = stream("Deployment one wave=-1", "Deployment two")
    needs = {"blocks": True, "need": Need.READY}
    assert found(manifests, edge(one.ref, two.ref, **needs), edge(two.ref, one.ref, **needs)) == []
