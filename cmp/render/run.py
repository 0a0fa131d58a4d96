"""Building a request with the installed Helm and real sources, and refusing a build that must not be printed."""

import os

from cmp.chart.quick_look import may_hold_archives
from cmp.errors import HelmError, ManifestError, SourceError
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
    from typing import Protocol, Self

    from cmp.config.model import Limits
    from cmp.helm.call import HelmCall
    from cmp.lock.session import LockSession
    from cmp.render.pipeline import Build
    from cmp.render.stages import Stage

    class Keeper(Protocol):
        """Keeps the answer of a render; `confirms` tells whether this is the second one."""

        confirms: bool

        def judge(self, inputs: Inputs) -> None:
            """Find out whether the inputs give the same again, while Helm runs."""

        def confirmed(self, built: Build) -> bool:
            """Tell whether a second render has the answer of the first one."""

        def varies(self) -> None:
            """Note that the answer may be another one each time."""


class LazySession:
    """Opens the source session of a render when a source is first needed; without sources it is never opened.

    It returns the same session each time it is called, and closes it at the end of a `with`. Inside, this process is
    kept within the deadline of its render and within its memory.
    """

    def __init__(self, runtime: HelmRuntime) -> None:
        """Open nothing yet."""
        self.runtime = runtime
        self._bounds = Bounds(runtime.deadline, runtime.settings.memory_bytes, runtime.settings.cpu_seconds)
        self._made: LockSession | None = None
        self._bounded = set[str]()  # the charts whose archives are known to be within bounds

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
        """Start Helm, which waits for its turn within SWELL_TIMEOUT; the policy's deadline begins with its start.

        Raises:
            SourceError: the chart holds archives that are larger than Swell reads; Helm is stopped then.
        """
        rendering = begin(call, runtime=self.runtime)
        self._bounds.expect(rendering.deadline)
        if call.chart not in self._bounded and may_hold_archives(call.chart):
            from contextlib import ExitStack

            from cmp.chart.read import refuse_excess

            with ExitStack() as failed:
                failed.enter_context(rendering)
                refuse_excess(call.chart)
                failed.pop_all()
            self._bounded.add(call.chart)
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
    request: AppRequest,
    session: LazySession,
    *,
    stream: str | None = None,
    stages: "Sequence[Stage] | None" = None,
    keeper: "Keeper | None" = None,
) -> "Build":
    """Return the build of a request with the installed Helm, within SWELL_TIMEOUT seconds; a stream may stay unordered.

    Until the session closes, the files that the build was made of can be read. A `keeper` is told of what is rendered.
    """
    inputs = gather(request, render=session.begin, session=session, stream=stream)
    if not inputs.chart:
        session.limited(inputs.config.limits)
        if keeper:
            keeper.judge(inputs)
        return _built(inputs, _own(inputs) if stream is None else stream, stages=stages)
    call = helm_call(inputs)
    if keeper and keeper.confirms:
        try:
            built = _of_helm(inputs, session, _guarded(call, session), stages=stages, keeper=keeper)
        except (HelmError, ManifestError, SourceError):
            built = None
        if built and keeper.confirmed(built):
            return built
        keeper.varies()
    return _of_helm(inputs, session, call, stages=stages, keeper=keeper)


def _of_helm(
    inputs: Inputs,
    session: LazySession,
    call: "HelmCall",
    *,
    stages: "Sequence[Stage] | None",
    keeper: "Keeper | None",
) -> "Build":
    with session.begin(call) as printed:
        import cmp.render.pipeline  # noqa: F401  (while Helm runs)

        if keeper:
            keeper.judge(inputs)
        return _built(inputs, printed, _own(inputs), stages=stages)


def native(request: AppRequest, session: LazySession) -> "Build":
    """Return the build of what Argo CD's own Helm source would apply: the chart with its values, and no more.

    Argo CD knows no order, rules or patches, no further `manifests`, and no `lists`: there Helm's lists replace each
    other. The chart and values of other repositories are those that Swell finds.

    Raises:
        SourceError: there is no chart.
    """
    from cmp.render.inputs import chart_values
    from cmp.values.layers import layers

    inputs = gather(request, render=session.begin, session=session)
    chart_values(inputs)
    inputs = inputs.replace(layers=layers(inputs))
    with session.begin(helm_call(inputs)) as printed:
        return _built(inputs, printed, stages=())


def _guarded(call: "HelmCall", session: LazySession) -> "HelmCall":
    """Return the call for a copy of the chart, whose render ends where the chart's may be another one each time."""
    from cmp.chart.guarded import write_guarded

    copy = os.path.join(session().scratch(), "chart")
    write_guarded(call.chart, copy)
    return call.replace(chart=copy, root=copy)


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
