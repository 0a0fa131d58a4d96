"""`swell sidecar`: starts argocd-cmp-server, and beside it the server that renders for it."""

import os
import sys
from collections.abc import Sequence

from cmp.cli.output import note
from cmp.resident.service import Service
from cmp.resident.supervisor import Supervisor, socket_folder
from cmp.resident.wire import SERVER
from cmp.settings import Settings

_CMP_SERVER = "/var/run/argocd/argocd-cmp-server"
_PYTHON = (sys.executable, "-I", "-m")


def sidecar(command: Sequence[str]) -> int:
    """Run argocd-cmp-server until it ends, and return its exit code.

    Args:
        command: the program and its arguments; arguments alone are those of Argo CD's own.
    """
    argv = list(command) if command and not command[0].startswith("-") else [_CMP_SERVER, *command]
    variables = dict(os.environ)
    settings = Settings.read(variables)
    with socket_folder(settings.temporary) as path:
        return Supervisor(argv, _services(path, settings), path).run(variables, {SERVER: path})


def _services(path: str, settings: Settings) -> list[Service]:
    """Return the server, and if it is to be recorded what it renders, the collector that reads what it writes.

    Raises:
        CommandError: SWELL_LOG or SWELL_METRICS is wrong.
    """
    life, _ = os.pipe()  # its other end is open as long as this process: with that the server ends
    serve = [*_PYTHON, "cmp.cli.serve", path]
    if not (settings.logs or settings.metrics_address):
        return [Service("server", serve, {0: life}, note)]
    events, end = os.pipe()
    os.set_blocking(end, False)
    return [
        Service("collector", [*_PYTHON, "cmp.cli.collect"], {0: events}, note),
        Service("server", serve, {0: life, 1: end}, note),
    ]
