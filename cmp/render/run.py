"""Building a request with the installed Helm and real sources, and refusing a build that must not be printed."""

from cmp.errors import SourceError
from cmp.helm.run import Rendering, begin
from cmp.helm.runtime import HelmRuntime
from cmp.render.inputs import Inputs, gather, helm_call
from cmp.request.model import AppRequest
from cmp.settings import Settings
from cmp.system.bounds import Bounds
from cmp.system.process import Deadline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType
    from typing import Self

    from cmp.config.model import Limits
    from cmp.helm.call import HelmCall
    from cmp.lock.session import LockSession
    from cmp.render.pipeline import Build
    from cmp.render.stages import Stage


class LazySession:
    """Opens the source session of a render when a source is first needed; without sources it is never opened.

    It returns the same session each time it is called, and closes it at the end of a `with`. Inside, this process is
    kept within the deadline of its render and within its memory.
    """

    def __init__(self, runtime: HelmRuntime) -> None:
        """Open nothing yet."""
        self.runtime = runtime
        self._bounds = Bounds(runtime.deadline, runtime.settings.memory_bytes)
        self._made: LockSession | None = None

    def __call__(self) -> "LockSession":
        """Return the session."""
        if self._made is None:
            from cmp.lock.session import LockSession

            self._made = LockSession(self.runtime.settings, self.runtime.deadline)
        return self._made

    def limited(self, limits: "Limits") -> None:
        """Keep the process within the policy's deadline too."""
        if limits.timeout:
            self._bounds.expect(self.runtime.within(limits).deadline)

    def begin(self, call: "HelmCall") -> Rendering:
        """Start Helm, which waits for its turn within SWELL_TIMEOUT; the policy's deadline begins with its start."""
        rendering = begin(call, runtime=self.runtime)
        self._bounds.expect(rendering.deadline)
        return rendering

    def __enter__(self) -> "Self":
        self._bounds.__enter__()
        return self

    def __exit__(
        self, kind: "type[BaseException] | None", problem: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        try:
            if self._made:
                self._made.close()
        finally:
            self._bounds.__exit__(kind, problem, trace)


def rendered(
    request: AppRequest, session: LazySession, *, stream: str | None = None, stages: "Sequence[Stage] | None" = None
) -> "Build":
    """Return the build of a request with the installed Helm, within SWELL_TIMEOUT seconds; a stream may stay unordered.

    Until the session closes, the files that the build was made of can be read.
    """
    inputs = gather(request, render=session.begin, session=session, stream=stream)
    if not inputs.chart:
        session.limited(inputs.config.limits)
        return _built(inputs, _own(inputs) if stream is None else stream, stages=stages)
    with session.begin(helm_call(inputs)) as printed:
        import cmp.render.pipeline  # noqa: F401  (while Helm runs)

        return _built(inputs, printed, _own(inputs), stages=stages)


def _built(inputs: Inputs, *streams: "str | Iterable[str]", stages: "Sequence[Stage] | None") -> "Build":
    from cmp.render.pipeline import build
    from cmp.render.stages import STAGES

    return build(inputs, *streams, stages=STAGES if stages is None else stages)


def _own(inputs: Inputs) -> str:
    """Return the stream of the user's own documents, from the files that `manifests` names."""
    from cmp.render.extra_manifests import documents

    return documents(inputs)


def helm_runtime(settings: Settings) -> HelmRuntime:
    """Return the runtime of Helm; its deadline starts now."""
    return HelmRuntime(settings=settings, deadline=Deadline.after(settings.timeout))


def refuse_fatal(built: "Build") -> None:
    """Stop if a finding is as severe as `failOn` says; without `failOn`, if it is fatal.

    Raises:
        ChecksError: names the first such finding, and the number of the others.
    """
    from cmp.checks.gate import stopping
    from cmp.errors import ChecksError

    fatal = stopping(built.findings, built.inputs.config.fail_on)
    if fatal:
        first, more = fatal[0], f" (and {len(fatal) - 1} more like it)" if len(fatal) > 1 else ""
        raise ChecksError(first.message + more, where=str(first.ref or ""), here=f"check {first.check}", fix=first.fix)


def refuse_empty(built: "Build", stream: str | None = None) -> None:
    """Stop if there is no manifest to print, unless `allowEmpty` is set; `stream` is what came on stdin, if any did.

    Raises:
        SourceError: there are no manifests: Argo CD would prune all that runs.
    """
    if not built.arranged.manifests and not built.inputs.config.allow_empty:
        if stream is not None:
            raise SourceError(
                "what came on stdin holds no object" if stream.strip() else "nothing came on stdin",
                where="-",
                fix="run the command before the pipe by itself: it may have failed, and then its error is above",
            )
        raise SourceError(
            "no object was rendered, and Argo CD would prune all that runs",
            fix="say `allowEmpty: true` in swell.yaml if that is meant",
        )
