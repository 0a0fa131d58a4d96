"""A step of a sync that never ends: the object that it waits for in vain, and why."""

from cmp.argocd.plan import Step
from cmp.argocd.progress_deadline import ProgressDeadline
from cmp.model import Edge, Ref
from cmp.value import Value


class Stall(Value):
    """An object that never becomes healthy, and the step that waits for it.

    `chain` leads from the object to the one that comes too late or can't become healthy itself: `after` of the first
    edge is the object, `before` of each edge is `after` of the next. It is empty where `cause` is the object's own.
    `progress_deadline` is how long the object tries, None if it never gives up. With 0 seconds the sync does not hang,
    but fails at each try.
    """

    step: Step
    ref: Ref
    chain: tuple[Edge, ...]
    cause: str
    progress_deadline: ProgressDeadline | None = None

    @property
    def end(self) -> Ref:
        """The object at the end of the chain."""
        return self.chain[-1].before if self.chain else self.ref

    @property
    def circular(self) -> bool:
        """Whether objects wait for each other: the chain ends at an object that it has passed before."""
        end = self.end
        return any(edge.after == end for edge in self.chain)
