"""Rendering: start Helm as early as can be, and wait for it when there is nothing else left to do."""

import os

from cmp import process
from cmp.errors import ManifestError
from cmp.helm import program, slots
from cmp.helm.call import HelmCall, template_arguments
from cmp.helm.program import Kitchen
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Rendering(Value):
    """A Helm that was started; used in a `with`, which stops it where nobody came to wait for it."""

    call: HelmCall
    kitchen: Kitchen
    running: process.Running
    awaited: list[bool]

    def __enter__(self) -> "Callable[[], str]":
        """Return the function that waits for Helm's output. It raises HelmError and SourceError."""
        return self._output

    def __exit__(self, *_: object) -> None:
        if not self.awaited:
            process.stop(self.running)

    def _output(self) -> str:
        self.awaited.append(True)
        return _end(self.call, self.running, self.kitchen)


def begin(call: HelmCall, *, kitchen: Kitchen) -> Rendering:
    """Start Helm.

    Raises:
        CommandError: Helm is missing, or no slot came free.
    """
    return Rendering(call=call, kitchen=kitchen, running=_start(call, kitchen), awaited=[])


def _start(call: HelmCall, kitchen: Kitchen) -> process.Running:
    helm = program.find(kitchen.environ)
    held = [slots.take(kitchen.environ, deadline=kitchen.deadline)]
    try:
        files = []
        for layer in call.layers:
            if not layer.path:
                held.append(process.scratch(layer.text))
            files.append(layer.path or f"/dev/fd/{held[-1]}")
        return process.start((helm, *template_arguments(call, files)), env=program.environment(kitchen.environ))
    finally:
        for descriptor in held:  # Helm has its own copies of them now
            os.close(descriptor)


def _finish(running: process.Running, kitchen: Kitchen) -> process.Finished:
    return process.finish(running, deadline=kitchen.deadline)


def _end(call: HelmCall, running: process.Running, kitchen: Kitchen) -> str:
    finished = _finish(running, kitchen)
    if finished.status:
        from cmp.helm import dependencies
        from cmp.helm.explain import explained

        if dependencies.missing(finished):
            finished = dependencies.built(call, kitchen=kitchen, again=lambda: _finish(_start(call, kitchen), kitchen))
        if finished.status:
            raise explained(call, finished)
    try:
        return finished.stdout.decode()
    except UnicodeDecodeError as problem:
        raise ManifestError(f"Helm printed something that is not UTF-8 (byte {problem.start})") from None
