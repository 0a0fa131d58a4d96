"""Of several edges between two objects one is left."""

from edge_objects import API, WEB, stream

from cmp.model import Edge, Need, Reason, Strength
from cmp.order.edges.merge import merged


def test_that_something_should_be_ready_does_not_make_it_a_must() -> None:
    def edge(need: Need, strength: Strength) -> Edge:
        return Edge(
            before=web.ref, after=api.ref, need=need, strength=strength, reason=Reason.ADDRESS, blocks=False, whys=()
        )

    web, api = stream([WEB, API])
    should, must = edge(Need.READY, Strength.SHOULD), edge(Need.EXISTS, Strength.MUST)
    assert merged([should, must]) == (must,)
    assert merged([should, edge(Need.EXISTS, Strength.SHOULD)]) == (should,)
