"""The entry point of `swell`: Argo CD's call goes straight to `generate`, all other calls to the option parser."""

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Never


def main() -> "Never":
    """Run `swell` with the arguments of the process, and exit."""
    gc.disable()  # a run is short: collecting garbage costs up to a third of reading YAML, and frees next to nothing
    _refuse_closed_streams()
    from cmp.cli.failure import reported

    # All output is written now, and no later failure may change what is told about it. An ordinary exit also takes as
    # long as rendering a small chart.
    os._exit(reported(_sidecar if sys.argv[1:] == ["generate"] else _command, *sys.argv[1:2]))


def _sidecar() -> int:
    """Run what plugin.yaml calls: with no options to parse, the parser need not be imported."""
    from cmp.cli.generate import sidecar

    return sidecar()


def _command() -> int:
    """Run any other call; click's own start would turn a closed stdout into exit code 1."""
    from cmp.cli.commands import swell

    with swell.make_context("swell", sys.argv[1:]) as context:
        return swell.invoke(context) or 0


def _refuse_closed_streams() -> None:
    """Stop unless stdin, stdout and stderr are open; else a file opened later would get one of their numbers."""
    for stream in range(3):
        try:
            os.fstat(stream)
        except OSError:
            os._exit(2)  # stderr may be closed, so no message is printed


if __name__ == "__main__":
    main()
