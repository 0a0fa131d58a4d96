"""`swell sidecar`: starts argocd-cmp-server, and beside it the server that renders for it."""

import os
import sys
from collections.abc import Sequence

from cmp.cli.output import note
from cmp.resident.supervisor import Supervisor, socket_folder
from cmp.resident.wire import SERVER
from cmp.settings import Settings

_CMP_SERVER = "/var/run/argocd/argocd-cmp-server"
_SERVE = (sys.executable, "-I", "-m", "cmp.cli.serve")


def sidecar(command: Sequence[str]) -> int:
    """Run argocd-cmp-server until it ends, and return its exit code.

    Args:
        command: the program and its arguments; arguments alone are those of Argo CD's own.
    """
    argv = list(command) if command and not command[0].startswith("-") else [_CMP_SERVER, *command]
    variables = dict(os.environ)
    with socket_folder(Settings.read(variables).temporary) as path:
        return Supervisor(argv, [*_SERVE, path], note).run(variables, {SERVER: path})
