"""Rendering: starts Helm as early as possible, and reads its output while it still writes."""

import os
from codecs import getincrementaldecoder

from cmp.errors import CommandError, ManifestError
from cmp.helm.call import HelmCall, template_arguments
from cmp.helm.runtime import UNANSWERED, HelmRuntime, beside, find, queue, slot, version
from cmp.system import process
from cmp.system.bounds import out_of_memory
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from typing import Self

_SIGKILL = 9
_BUFFER = 4096  # bytes; the last line of a shorter text is never lost (`cmp.helm.last_line`)


class Rendering:
    """A Helm that was started; to be used in a `with`, which stops it where its output is not read to the end.

    `deadline` is that of the render: the policy's, if that is the earlier one.
    """

    def __init__(self, call: HelmCall, runtime: HelmRuntime, *, helm: str, slot: int, resident: bool) -> None:
        """Start a Helm, which takes over the slot; `resident` allows for one that stays (`cmp.helm.resident`)."""
        self._started = _start(call, runtime, helm, slot, resident=resident)
        self._output = _output(call, self._started, runtime)
        self._runtime, self._read = runtime, False
        self.deadline = runtime.deadline

    def __enter__(self) -> "Self":
        """Return what gives the output, as chunks of text; it raises HelmError and SourceError where Helm fails."""
        return self

    def __iter__(self) -> "Iterator[str]":
        """Read on; to be read to its end, since only there it is known whether Helm succeeded."""
        self._read = True
        return self._output

    def __exit__(self, _: object, problem: object, __: object) -> None:
        """Leave nothing running. Where the output was at fault, it is Helm that may have failed half way."""
        if not self._read:
            process.stop(self._started.running)
        elif isinstance(problem, ManifestError):
            for _chunk in self._output:
                pass
            _refuse_others(self._started.helm, self._runtime)
        elif problem:
            self._output.close()


class Started(Value):
    """A Helm that runs: the path of the program, and by the paths of its files that it sees their names in messages."""

    helm: str
    running: process.Running
    names: "dict[str, str]"


def begin(call: HelmCall, *, runtime: HelmRuntime, resident: bool = True) -> Rendering:
    """Start Helm, once it has a slot.

    It waits for the slot as long as SWELL_TIMEOUT says, which is as long as Argo CD waits; the policy's limit of time
    is for the render itself. `resident` allows for a Helm that stays.

    Raises:
        CommandError: Helm is missing, or no slot came free.
    """
    helm = find(runtime.settings, call.helm)
    left = runtime.deadline.left()
    held = slot(runtime, limits=call.limits)
    runtime = runtime.within(call.limits, apart=left - runtime.deadline.left())
    return Rendering(call, runtime, helm=helm, slot=held, resident=resident and runtime.settings.helm_server)


def _start(call: HelmCall, runtime: HelmRuntime, helm: str, slot: int, *, resident: bool) -> Started:
    """Start Helm with its own copies of all files."""
    held, shown = [slot], []
    try:
        for name, content in _files(call, lambda: version(helm, runtime)):
            held.append(process.scratch(content))
            shown.append(name)
        running, paths = _running(call, runtime, helm, held, resident=resident)
        return Started(helm=helm, running=running, names=dict(zip(paths, shown, strict=True)))
    finally:
        for descriptor in held:  # Helm has its own copies of them now
            os.close(descriptor)


def _running(
    call: HelmCall, runtime: HelmRuntime, helm: str, held: list[int], *, resident: bool
) -> tuple[process.Running, list[str]]:
    """Return a Helm that renders, resident where there is such a one, and the paths at which it sees its files."""
    settings, count = runtime.settings, len(call.layers)
    if resident and (program := beside(helm)):
        from cmp.helm.resident import FIRST_FILE, ask

        paths = [f"/dev/fd/{FIRST_FILE + number}" for number in range(len(held) - 1)]
        arguments = template_arguments(call, paths[:count], paths[count:])
        if asked := ask(program, arguments, held, settings.for_helm_server, (queue(settings), settings.renders)):
            return asked, paths
    paths = [f"/dev/fd/{descriptor}" for descriptor in held[1:]]
    arguments = template_arguments(call, paths[:count], paths[count:])
    return process.start((helm, *arguments), env=settings.for_helm), paths


def _files(call: HelmCall, version: "Callable[[], tuple[int, ...]]") -> "Iterator[tuple[str, bytes]]":
    """Yield what Helm reads beside the chart: the layers, and then the files of `--set-file`."""
    yield from ((layer.at(), _ended(layer.text.encode(), version)) for layer in call.layers)
    yield from ((shown, content) for _, shown, content in call.set_files)


def _ended(content: bytes, version: "Callable[[], tuple[int, ...]]") -> bytes:
    """Return a layer as Helm has to get it: with a newline at its end where Helm would lose its last line.

    Args:
        content: the layer's bytes.
        version: returns Helm's version. It is called in the rare case alone, since it costs a process. Helm 3 gets the
            text as it is: there, a newline at the end would become part of a block scalar.
    """
    if len(content) < _BUFFER or content.endswith(b"\n"):
        return content
    from cmp.helm.last_line import is_lost

    return content + b"\n" if is_lost(content) and version()[:1] != (3,) else content


def _output(call: HelmCall, started: Started, runtime: HelmRuntime) -> "Generator[str]":
    from cmp.system.doing import doing  # here, since Helm starts before this begins

    ends: list[process.Finished] = []
    printed = False
    with doing(f"rendering {call.release} with Helm"):
        for chunk in _decoded(process.output(started.running, deadline=runtime.deadline, tell=ends.append)):
            printed = True
            yield chunk
    finished = ends[0]
    if finished.status == UNANSWERED and not printed:
        with begin(call, runtime=runtime, resident=False) as alone:
            yield from alone
        return
    if finished.status == UNANSWERED:
        finished = finished.replace(status=-_SIGKILL)
    if finished.status:
        from cmp.helm.errors import explained, lacked_memory

        if lacked_memory(finished):
            raise out_of_memory(runtime.settings.memory_bytes, program="helm")
        if finished.status > 0 and b"Error: " not in finished.stderr:
            _refuse_others(started.helm, runtime)
        raise explained(call, finished, started.names, debug=runtime.settings.debug)
    if not printed:
        _refuse_others(started.helm, runtime)


def _refuse_others(path: str, runtime: HelmRuntime) -> None:
    """Refuse a program that is no Helm; asked where it printed what Helm would not, since it costs a process.

    Raises:
        CommandError: it prints no version of Helm's.
    """
    if not version(path, runtime):
        raise CommandError(
            f"{path} is no Helm: `{path} version` prints no version",
            fix="let SWELL_HELM name Helm, or let the first helm on PATH be Helm (https://helm.sh/docs/intro/install)",
        )


def _decoded(chunks: "Iterable[bytes]") -> "Iterator[str]":
    decoder = getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            if text := decoder.decode(chunk):
                yield text
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        raise ManifestError(
            f"Helm printed something that is not UTF-8: {problem.reason}",
            fix="look for bytes in the templates or files that are no UTF-8, and encode them (b64enc)",
        ) from None
