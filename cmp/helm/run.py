"""Rendering: starts Helm as early as possible, and reads its output while it still writes."""

import os
from codecs import getincrementaldecoder

from cmp.errors import ManifestError
from cmp.helm.call import HelmCall, template_arguments
from cmp.helm.runtime import HelmRuntime, environment, find, slot, version
from cmp.system import process
from cmp.system.bounds import out_of_memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from typing import Self

_BUFFER = 4096  # bytes; the last line of a shorter text is never lost (`cmp.helm.last_line`)


class Rendering:
    """A Helm that was started; to be used in a `with`, which stops it where its output is not read to the end.

    `deadline` is that of the render: the policy's, if that is the earlier one.
    """

    def __init__(self, call: HelmCall, runtime: HelmRuntime, *, helm: str, slot: int) -> None:
        """Start a Helm, which takes over the slot."""
        self._running, names = _start(call, runtime, helm, slot)
        self._output = _output(call, self._running, runtime, names)
        self._read = False
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
            process.stop(self._running)
        elif isinstance(problem, ManifestError):
            for _chunk in self._output:
                pass
        elif problem:
            self._output.close()


def begin(call: HelmCall, *, runtime: HelmRuntime) -> Rendering:
    """Start Helm, once it has a slot.

    It waits for the slot as long as SWELL_TIMEOUT says, which is as long as Argo CD waits; the policy's limit of time
    is for the render itself.

    Raises:
        CommandError: Helm is missing, or no slot came free.
    """
    helm = find(runtime.settings, call.helm)
    left = runtime.deadline.left()
    held = slot(runtime, limits=call.limits)
    return Rendering(call, runtime.within(call.limits, apart=left - runtime.deadline.left()), helm=helm, slot=held)


def _start(call: HelmCall, runtime: HelmRuntime, helm: str, slot: int) -> tuple[process.Running, dict[str, str]]:
    """Start Helm with its own copies of all files; return it, and by the paths that it sees their names in messages."""
    held = [slot]
    try:
        names: dict[str, str] = {}
        for name, content in _files(call, lambda: version(helm, runtime)):
            held.append(process.scratch(content))
            names[f"/dev/fd/{held[-1]}"] = name
        files, count = list(names), len(call.layers)
        arguments = template_arguments(call, files[:count], files[count:])
        return process.start((helm, *arguments), env=environment(runtime.settings.variables)), names
    finally:
        for descriptor in held:  # Helm has its own copies of them now
            os.close(descriptor)


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


def _output(call: HelmCall, running: process.Running, runtime: HelmRuntime, names: dict[str, str]) -> "Generator[str]":
    ends: list[process.Finished] = []
    yield from _decoded(process.output(running, deadline=runtime.deadline, tell=ends.append))
    finished = ends[0]
    if finished.status:
        from cmp.helm.errors import explained, lacked_memory

        if lacked_memory(finished):
            raise out_of_memory(runtime.settings.memory_bytes, program="helm")
        raise explained(call, finished, names, debug=runtime.settings.debug)


def _decoded(chunks: "Iterable[bytes]") -> "Iterator[str]":
    decoder = getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            if text := decoder.decode(chunk):
                yield text
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as problem:
        raise ManifestError(f"Helm printed something that is not UTF-8: {problem.reason}") from None
