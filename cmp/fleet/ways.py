"""The ways in which an application is rendered: by Swell, as Argo CD's own Helm would, or as plain manifests."""

from collections.abc import Sequence

from cmp.argocd.application import CHART, MANIFESTS
from cmp.fleet.directory import Directory
from cmp.render.inputs import gather, helm_call
from cmp.render.pipeline import Build
from cmp.render.run import LazySession, native, rendered
from cmp.render.stages import Stage
from cmp.request.model import AppRequest
from cmp.system.files import content
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cmp.render.inputs import Render

SWELL, NATIVE, PLAIN = "swell", "native", "plain"
_BY_HAND = {SWELL: "", NATIVE: CHART, PLAIN: MANIFESTS}


class ToRender(Value):
    """An application's request, and the way in which it is rendered; `directory` is that of plain manifests."""

    request: AppRequest
    way: str = SWELL
    directory: Directory = Directory()

    def build(self, session: LazySession, *, stream: str | None = None, stages: Sequence[Stage] | None = None) -> Build:
        """Return the build; a stream from stdin, and `stages`, are for what Swell renders."""
        request = self.request.replace(by_hand=_BY_HAND[self.way])
        if self.way == NATIVE:
            return native(request, session)
        if self.way == SWELL:
            return rendered(request, session, stream=stream, stages=stages)
        return rendered(request, session, stream=self._plain(), stages=())

    def look(self, session: LazySession, *, helm: "Render") -> None:
        """Look at all that the build is made of; `helm` is called where only Helm knows more of it."""
        stream = None if self.way in (SWELL, NATIVE) else self._plain()
        inputs = gather(self.request, render=helm, session=session, stream=stream)
        helm_call(inputs)
        for path in (
            *inputs.files.manifest_files(),
            *(path for one in inputs.files.watched_files() for path in one.paths),
        ):
            content(path, shown=path)

    def _plain(self) -> str:
        """Return the stream of a folder of plain manifests."""
        return "".join(f"\n---\n{text}" for _, text in self.directory.texts(self.request.folder))
