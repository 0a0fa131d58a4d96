"""Rendering: start Helm as early as can be, and wait for it when there is nothing else left to do."""

import os

from cmp import process
from cmp.errors import ManifestError
from cmp.helm import program, slots
from cmp.helm.call import HelmCall, template_arguments
from cmp.helm.program import Kitchen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def begin(call: HelmCall, *, kitchen: Kitchen) -> "Callable[[], str]":
    """Start Helm and return the function that waits for its output.

    Raises:
        CommandError: Helm is missing, or no slot came free. The function raises HelmError and SourceError.
    """
    running = _start(call, kitchen)
    return lambda: _end(call, running, kitchen)


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
