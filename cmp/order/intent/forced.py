"""Which Helm hooks have to leave their phase: each one that moves may force others to move too."""

from collections import deque
from collections.abc import Collection, Iterable, Mapping

from cmp.argocd.hooks import wave
from cmp.argocd.kinds import runs_once
from cmp.model import Edge, Manifest, Ref


class Forced:
    """The hooks that have to move, found in one walk along the needs: each object and each need is looked at once.

    A `post` hook moves if an object of the Sync phase waits for it, or if its weight is lower than that of one for
    which an object waits. A `pre` hook moves if it needs an object of the Sync phase, if its weight is higher than that
    of one that does, or if it does not run and all that it serves has moved so. What has moved is in the Sync phase.
    """

    def __init__(
        self,
        pre: Mapping[Ref, Manifest],
        post: Mapping[Ref, Manifest],
        *,
        early: Collection[Ref],
        needs: Iterable[Edge],
    ) -> None:
        """Sort the needs by what they may move.

        Args:
            pre: the Helm hooks of the PreSync phase.
            post: those of the PostSync phase.
            early: all objects of the PreSync phase.
            needs: what may be a reason to move a hook.
        """
        self._pre, self._post = pre, post
        self._awaited: dict[Ref, list[Ref]] = {}
        self._stuck: dict[Ref, list[Ref]] = {}
        self._serving: dict[Ref, set[Ref]] = {}
        self._helpers: dict[Ref, list[Ref]] = {}
        for edge in needs:
            if edge.before in post:
                self._awaited.setdefault(edge.after, []).append(edge.before)
            if edge.after in pre:
                self._stuck.setdefault(edge.before, []).append(edge.after)
            if edge.before in pre and edge.after in early and not runs_once(edge.before.group, edge.before.kind):
                self._serving.setdefault(edge.before, set()).add(edge.after)
        for helper, served in self._serving.items():
            for ref in served:
                self._helpers.setdefault(ref, []).append(helper)
        # the next one to move stands last
        self._lower = sorted(post, key=lambda ref: _weight(post[ref]), reverse=True)
        self._higher = sorted(pre, key=lambda ref: _weight(pre[ref]))
        self._moved: set[Ref] = set()
        self._left: set[Ref] = set()  # those that move by a need or a weight: what serves them may follow
        self._todo: deque[Ref] = deque()

    def move(self, sync: Iterable[Ref], hooks: Iterable[Ref]) -> set[Ref]:
        """Return the hooks that move because of the objects of the Sync phase, and because some hooks move anyway."""
        for ref in hooks:
            self._enter(ref)
        self._todo.extend(ref for ref in sync if ref not in self._moved)
        while self._todo:
            ref = self._todo.popleft()
            for hook in self._awaited.get(ref, ()):
                self._take(hook)
                while self._lower and _weight(self._post[self._lower[-1]]) < _weight(self._post[hook]):
                    self._take(self._lower.pop())
            for hook in self._stuck.get(ref, ()):
                self._take(hook)
                while self._higher and _weight(self._pre[self._higher[-1]]) > _weight(self._pre[hook]):
                    self._take(self._higher.pop())
        return self._moved

    def _enter(self, ref: Ref) -> None:
        if ref not in self._moved:
            self._moved.add(ref)
            self._todo.append(ref)

    def _take(self, ref: Ref) -> None:
        todo = [ref]
        while todo:
            self._enter(ref := todo.pop())
            if ref in self._left or ref not in self._pre:
                continue
            self._left.add(ref)
            for helper in self._helpers.get(ref, ()):
                self._serving[helper].discard(ref)
                todo += [] if self._serving[helper] else [helper]


def _weight(manifest: Manifest) -> int:
    return wave(manifest.head.annotations)
