"""What is decided: the same whichever of two copies comes last, the same again, and no former phase counts."""

from itertools import permutations

import pytest
from edge_objects import HELM, Document, runs, says, secret, stream, thing

from cmp.argocd.annotations import SYNC_WAVE
from cmp.argocd.hooks import wave
from cmp.config.model import Config
from cmp.model import Manifest
from cmp.objects.objects import Objects
from cmp.order.annotations import preferred
from cmp.order.intent.preference import Preference
from cmp.order.waves import ordered

FREE = thing("Secret/key")
READER = runs("Deployment/reader", container=secret("key"))


@pytest.mark.parametrize(("waves", "shared"), [((3,), 3), ((-2,), -2), ((3, 5), 3)])
def test_a_copy_without_a_wave_gets_that_of_the_other_in_any_order(waves: tuple[int, ...], shared: int) -> None:
    pinned = [thing("Secret/key", annotations={SYNC_WAVE: str(number)}) for number in waves]
    for documents in permutations([FREE, READER, *pinned]):
        given = Objects(stream(documents))
        found = ordered(given, [Preference() for _ in given], Config()).preferences
        (free,) = (one for document, one in zip(documents, found, strict=True) if document is FREE)
        (reader,) = (wave(one.head.annotations) for one in preferred(given, found) if one.ref.kind == "Deployment")
        assert (free.wave, free.why("wave")) == (shared, "it stands a second time, with this wave")
        assert reader == max(shared, 0)  # Argo CD itself applies a Secret first in a wave that they share


def decided(given: tuple[Manifest, ...], waves: dict[str, int] | None = None) -> tuple[Manifest, ...]:
    """Return objects as they are ordered, where rules give some of them waves."""
    ruled = [Preference(wave=(waves or {}).get(one.ref.name)) for one in given]
    return preferred(given, ordered(Objects(given), ruled, Config()).preferences)


def hook(name: str, event: str, needed: str, **annotations: str) -> Document:
    return runs(f"Job/{name}", container=secret(needed), annotations={HELM: event, **annotations})


def placed(manifests: tuple[Manifest, ...]) -> dict[str, int]:
    return {str(one.ref): wave(one.head.annotations) for one in manifests}


def test_a_wave_that_only_a_former_hooks_order_keeps_is_found_again() -> None:
    waves, labels = {"prepare": -1, "db": -1}, {"app": "web"}
    given = stream([
        thing("Secret/key"),
        hook("prepare", "pre-install", "key"),
        runs("Deployment/web", pod=labels),
        thing("Service/web", spec={"selector": labels}),
        runs("StatefulSet/db", container=says(WEB_HOST="web")),
    ])  # fmt: skip
    once = decided(given, waves)
    assert placed(once)["Deployment/web"] == 0  # Helm runs Job/prepare before it
    assert [one.head for one in decided(once, waves)] == [one.head for one in once]


@pytest.mark.parametrize("number", ["-3", "0", "5"])
def test_a_hook_that_moves_has_no_wave_from_its_former_phase(number: str) -> None:
    made = runs("Job/make", annotations={HELM: "post-install", SYNC_WAVE: number})
    reads = {"args": ["kubectl wait --for=condition=complete job/make"], "command": ["sh", "-c"]}
    pinned = runs("Deployment/web", {"initContainers": [reads]}, annotations={SYNC_WAVE: "0"})
    once = decided(stream([made, pinned]))
    assert placed(once) == {"Job/make": -1, "Deployment/web": 0}
    assert [one.head for one in decided(once)] == [one.head for one in once]


def test_hooks_that_move_keep_the_order_of_their_waves() -> None:
    given = stream([
        thing("Secret/key"),
        hook("second", "pre-install", "key", **{SYNC_WAVE: "7"}),
        hook("first", "pre-install", "key", **{SYNC_WAVE: "-7", "helm.sh/hook-weight": "9"}),
        runs("Deployment/web"),
    ])  # fmt: skip
    assert placed(decided(given)) == {"Secret/key": -2, "Job/first": -2, "Job/second": -1, "Deployment/web": 0}


@pytest.mark.parametrize("event", ["pre-install", "post-install"])
def test_a_hook_that_moves_leaves_alone_an_ordinary_object_of_its_name(event: str) -> None:
    documents = [thing("Secret/key", annotations={HELM: event}), FREE, READER]
    found = [
        {one.ref.kind: wave(one.head.annotations) for one in decided(tuple(stream(each)))}
        for each in permutations(documents)
    ]
    assert all(each == found[0] for each in found)
