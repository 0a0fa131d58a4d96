"""The program of the resident server, which `swell sidecar` starts: imports what renders need, then serves a socket.

It takes the path of the socket, and ends with its stdin. Where the operator asks for metrics or a log, its stdout gets
a line for its start and for each render. It never waits there: a line for which there is no room is lost.
"""

import os
import sys
from contextlib import suppress

from cmp.cli import generate, parameters
from cmp.cli.failure import cause, reported
from cmp.cli.preload import preload
from cmp.resident.server import Server
from cmp.settings import Settings
from cmp.telemetry.record import Event, Start, line

_LATER = ("atexit", "encodings.utf_8_sig", "cmp.cli.stdout")  # which renders import at their first use

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cmp.resident.progress import Progress

_COMMANDS: "dict[str, Callable[[Progress], int]]" = {
    "generate": generate.sidecar,
    "parameters": lambda progress: parameters.sidecar(progress.begin),
}


def serve(path: str) -> None:
    """Serve the commands of plugin.yaml at a socket until stdin ends."""
    tell = _tell if Settings.read(os.environ).telemetry else None
    if tell:
        tell(Start.now())  # first, so that a server which ends at once is counted, too
    preload(*_LATER)
    Server(path, _run, tell).serve(0)


def _run(command: str, progress: "Progress") -> int:
    """Return the exit code of a command, as `cmp.__main__` would."""

    def watched() -> int:
        try:
            return _COMMANDS[command](progress)
        except BaseException as problem:
            progress.failed(cause(problem))
            raise

    return reported(watched, command)


def _tell(event: Event) -> None:
    """Write a line on stdout, if there is room for it."""
    with suppress(OSError):
        os.write(1, line(event))


if __name__ == "__main__":
    serve(sys.argv[1])
