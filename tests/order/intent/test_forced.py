"""Which Helm hooks have to leave their phase: the walk finds what looking again and again finds."""

from random import Random

import pytest

from cmp.argocd.hooks import wave
from cmp.argocd.kinds import runs_once
from cmp.manifests.split import split
from cmp.model import Edge, Manifest, Reason, Ref
from cmp.order.intent.forced import Forced

_TEXT = (
    "apiVersion: {}\nkind: {}\nmetadata:\n  name: {}\n  annotations:\n"
    '    helm.sh/hook: {}\n    helm.sh/hook-weight: "{}"\n'
)


def hook(kind: str, name: str, event: str, weight: int) -> Manifest:
    (made,) = split(_TEXT.format("batch/v1" if kind == "Job" else "v1", kind, name, event, weight), namespace="sea")
    return made


def plain(pre: dict[Ref, Manifest], post: dict[Ref, Manifest], sync: set[Ref], needs: list[Edge]) -> set[Ref]:
    """Return the hooks that move, by looking at all of them until none follows any more."""
    moved: set[Ref] = set()
    left: set[Ref] = set()
    while True:
        inside = sync | moved
        awaited = {edge.before for edge in needs if edge.before in post and edge.after in inside}
        stuck = {edge.after for edge in needs if edge.after in pre and edge.before in inside}
        more = awaited | {ref for ref in post if any(weight(post, ref) < weight(post, one) for one in awaited)}
        left |= stuck | {ref for ref in pre if any(weight(pre, ref) > weight(pre, one) for one in stuck)}
        for ref in pre:
            served = {edge.after for edge in needs if edge.before == ref and edge.after in pre}
            if served and served <= left and not runs_once(ref.group, ref.kind):
                left.add(ref)
        if more | left <= moved:
            return moved
        moved |= more | left


def weight(hooks: dict[Ref, Manifest], ref: Ref) -> int:
    return wave(hooks[ref].head.annotations)


@pytest.mark.parametrize("seed", range(300))
def test_one_walk_finds_what_looking_again_and_again_finds(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    made = [
        hook(random.choice(("Job", "ConfigMap", "Secret")), f"h{number}", event, random.randint(-1, 1))
        for event in ("pre-install", "post-install")
        for number in range(random.randint(1, 5))
    ]
    pre = {one.ref: one for one in made if "pre-install" in one.text}
    post = {one.ref: one for one in made if "post-install" in one.text and one.ref not in pre}
    sync = {Ref(group="apps", kind="Deployment", namespace="sea", name=f"d{number}") for number in range(2)}
    every = [*pre, *post, *sorted(sync)]
    needs = [
        Edge.ready(*random.sample(every, 2), Reason.REFERENCE, "it needs it") for _ in range(random.randint(1, 10))
    ]

    found = Forced(pre, post, early=pre.keys(), needs=needs).move(sorted(sync), ())

    assert found == plain(pre, post, sync, needs)


def test_what_moves_anyway_leaves_behind_what_serves_it_alone() -> None:
    secret, helper = (hook(kind, "x", "pre-install", 0) for kind in ("Secret", "ConfigMap"))
    needs = [Edge.ready(helper.ref, secret.ref, Reason.REFERENCE, "it makes it")]
    pre = {one.ref: one for one in (secret, helper)}

    assert Forced(pre, {}, early=pre.keys(), needs=needs).move((), [secret.ref]) == {secret.ref}
