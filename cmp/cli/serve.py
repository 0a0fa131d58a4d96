"""The program of the resident server, which `swell sidecar` starts: imports what renders need, then serves a socket.

It takes the path of the socket, and ends with its stdin.
"""

import sys

from cmp.cli import generate, parameters
from cmp.cli.failure import reported
from cmp.cli.preload import preload
from cmp.resident.server import Server

_LATER = ("atexit", "encodings.utf_8_sig", "cmp.cli.manifests")  # which renders import at their first use
_COMMANDS = {"generate": generate.sidecar, "parameters": parameters.sidecar}

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def serve(path: str) -> None:
    """Serve the commands of plugin.yaml at a socket until stdin ends."""
    preload(*_LATER)
    Server(path, _run).serve(0)


def _run(command: str, begin: "Callable[[], None]") -> int:
    """Return the exit code of a command, as `cmp.__main__` would."""
    return reported(lambda: _COMMANDS[command](begin), command)


if __name__ == "__main__":
    serve(sys.argv[1])
