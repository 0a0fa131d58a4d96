"""The entry point of `swell`: Argo CD's calls are answered at once where that can be, others are parsed."""

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Never

    from cmp.answers.lookup import Place

_OF_ARGO_CD = ("generate", "parameters")  # the commands of plugin.yaml
_UNLOADED = (ImportError, MemoryError, SystemError, TypeError)  # without memory CPython 3.11 raises any but the first
_UNTOLD = (
    "swell: Swell can't be loaded: {}. Nothing was applied; what runs stays.\n"
    "  fix: install it again, or allow this process more descriptors (ulimit -n) and memory\n"
)
# Without these `keeps_answers` of `cmp.settings` is false.
_KEPT_FOR = {"ARGOCD_APP_SOURCE_PATH", "SWELL_STORE"}
# Those of `cmp.resident.wire`, which is imported only where one is set.
_HANDED_BACK = {"SWELL_SERVER", "SWELL_UNSERVED", "SWELL_LOST"}


def main() -> "Never":
    """Run `swell` with the arguments of the process, and exit."""
    gc.disable()  # a run is short: collecting garbage costs up to a third of reading YAML, and frees next to nothing
    sys.unraisablehook = _in_passing
    _refuse_closed_streams()
    called = sys.argv[1] if len(sys.argv) == 2 and sys.argv[1] in _OF_ARGO_CD else ""  # noqa: PLR2004  (one argument)
    if sys.argv[1:2] == ["probe"] and sys.argv[2:] in (["live"], ["ready"]):
        os._exit(_probe(sys.argv[2]))
    try:
        why = _handed_back(called)
        place = _answered() if called == "generate" else None
        status = _here(called, place)
    except _UNLOADED as problem:  # what tells of failures can't be loaded itself
        _note(_UNTOLD.format(getattr(problem, "name", None) or str(problem) or "there is no memory left"))
        os._exit(2)
    if why and called:  # behind the words of the command, since Argo CD shows an error's first line first
        _note(f"swell: rendered without the server of `swell sidecar`: {why}\n")
    # All output is written now, and no later failure may change what is told about it. An ordinary exit also takes as
    # long as rendering a small chart.
    os._exit(status)


def _in_passing(problem: "sys.UnraisableHookArgs") -> None:
    """Print an exception that Python can't raise, as in the end of a generator, unless it is one of little memory.

    Of little memory the command's own error tells, in one line.
    """
    if not issubclass(problem.exc_type, MemoryError):
        sys.__unraisablehook__(problem)


def _answered() -> "Place | None":
    """Exit with the answer to Argo CD's call where it is known; else return the place for it, None if none is kept."""
    if not os.environ.keys() >= _KEPT_FOR:
        return None
    try:
        from cmp.answers.lookup import Answer, known
        from cmp.cli.stdout import print_answer

        found = known(os.environ)
        if not isinstance(found, Answer):
            return found
        status = print_answer(found)
    except BaseException as problem:  # noqa: BLE001  (told as every failure is)
        status = _failed(problem, "generate")
    os._exit(status)


def _handed_back(called: str) -> str:
    """Return why no server has answered this call, "" where none was to; exit if its render was lost."""
    if _HANDED_BACK.isdisjoint(os.environ):
        return ""
    from cmp.resident.handed_back import taken

    why, lost = taken(os.environ)
    if lost:
        os._exit(_failed(lost, called))
    return why


def _note(line: str) -> None:
    """Print a line on stderr; where that is full or closed, the exit code has to do."""
    from contextlib import suppress

    with suppress(OSError):
        os.write(2, line.encode())


def _failed(problem: BaseException, called: str) -> int:
    """Report a render that was lost, or a failure to print a cached render; return the exit code."""
    from cmp.cli.failure import reported

    def fail() -> "Never":
        raise problem

    return reported(fail, called)


def _here(called: str, place: "Place | None") -> int:
    """Return the exit code of a command that this process runs."""
    if sys.flags.no_site:
        import site

        site.main()  # until now nothing was needed from where packages are installed
    from cmp.cli.failure import reported

    if called:
        return reported((lambda: _generate(place)) if called == "generate" else _parameters, called)
    starts = sys.argv[1:2] == ["sidecar"] and sys.argv[2:3] not in (["-h"], ["--help"])
    return reported(_sidecar if starts else _command, *sys.argv[1:2])


def _generate(place: "Place | None") -> int:
    """Run what plugin.yaml calls: with no options to parse, the parser need not be imported."""
    from cmp.cli.generate import unknown

    return unknown(place)


def _probe(what: str) -> int:
    """Run `swell probe` without the option parser: Kubernetes calls it every few seconds."""
    from cmp.cli.probe import probe

    return probe(what)


def _parameters() -> int:
    """Run what plugin.yaml calls for the user interface, likewise."""
    from cmp.cli.parameters import sidecar

    return sidecar()


def _sidecar() -> int:
    """Run `swell sidecar` without the option parser: it runs as long as the container, and is to take little memory."""
    from cmp.cli.sidecar import sidecar

    return sidecar(sys.argv[2:])


def _command() -> int:
    """Run any other call; click's own start would turn a closed stdout into exit code 1."""
    from cmp.cli.about import completes
    from cmp.cli.commands import swell
    from cmp.cli.terminal import fit
    from cmp.cli.waiting import waiting

    if (status := completes(swell)) is not None:
        return status
    fit()
    with waiting(), swell.make_context("swell", sys.argv[1:]) as context:
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
