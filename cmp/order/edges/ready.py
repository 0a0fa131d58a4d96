"""That one object is ready before another begins, for whoever says so knows: an author, or Helm."""

from cmp.model import Edge, Need, Reason, Ref, Strength


def firmly(before: Ref, after: Ref, reason: Reason, why: str) -> Edge:
    """Return the edge; nothing is known to hang without it."""
    return Edge(
        before=before, after=after, need=Need.READY, strength=Strength.MUST, reason=reason, blocks=False, whys=(why,)
    )
