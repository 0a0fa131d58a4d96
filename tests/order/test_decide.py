"""What is decided of an object that stands twice: the same, whichever of the two comes last."""

from itertools import permutations

import pytest
from edge_objects import runs, secret, stream, thing

from cmp.argocd.annotations import SYNC_WAVE
from cmp.argocd.hooks import wave
from cmp.config.model import Config
from cmp.order.annotations import preferred
from cmp.order.decide import ordered
from cmp.order.intent.preference import Preference

FREE = thing("Secret/key")
READER = runs("Deployment/reader", container=secret("key"))


@pytest.mark.parametrize(("waves", "shared"), [((3,), 3), ((-2,), -2), ((3, 5), 3)])
def test_a_copy_without_a_wave_gets_that_of_the_other_in_any_order(waves: tuple[int, ...], shared: int) -> None:
    pinned = [thing("Secret/key", annotations={SYNC_WAVE: str(number)}) for number in waves]
    for documents in permutations([FREE, READER, *pinned]):
        given = stream(documents)
        found = ordered(given, [Preference() for _ in given], Config()).preferences
        (free,) = (one for document, one in zip(documents, found, strict=True) if document is FREE)
        (reader,) = (wave(one.head.annotations) for one in preferred(given, found) if one.ref.kind == "Deployment")
        assert (free.wave, free.why("wave")) == (shared, "it stands a second time, with this wave")
        assert reader == max(shared, 0)  # Argo CD itself applies a Secret first in a wave that they share
