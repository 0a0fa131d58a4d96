"""Helm's failures in words that lead to the cause, and without the values of the chart.

An error may be shown where a secret may not: it says where and what, and a value only to the user's own machine.
"""

import re
from collections.abc import Iterator, Mapping

from cmp.chart.own_words import OwnWords
from cmp.chart.read import read_chart
from cmp.errors import HelmError, SourceError, SwellError
from cmp.helm.call import HelmCall
from cmp.helm.fixes import fix
from cmp.helm.holes import Known, shown_key
from cmp.helm.message import told
from cmp.helm.schema_errors import schema_failure
from cmp.system.process import Finished
from cmp.system.signals import signal_name
from cmp.values.load import load
from cmp.values.secrets import HIDDEN

_ADVICE = "Use --debug flag to render out invalid YAML"
_SET = "failed parsing --set data"
_COPY = re.compile(r"/dev/fd/\d+")
_NO_MEMORY = re.compile(
    rb"^(?:fatal error|runtime): .*(?:allocat|out of memory|failed to reserve)"
    # the collector of Go 1.26 reads on where it got no memory for its queue of spans (runtime/mgcmark_greenteagc.go)
    rb"|^SIGSEGV: segmentation violation\n(?:.*\n){1,3}goroutine 0 .*\nruntime\.",
    re.MULTILINE,
)
_ERROR = re.compile(rb"^(?:Error|Fatal): ", re.MULTILINE)
_LONGEST = 20_000  # bytes of an error that are read; a phrase that is cut off is left out
_SHOWN = 2_000
_KILLED = "try again; if it stays so, run `helm template` by itself"
_DEBUG = "on a laptop, SWELL_DEBUG=true shows what is hidden"


def explained(call: HelmCall, finished: Finished, names: Mapping[str, str], *, debug: bool) -> SwellError:
    """Return the error for a Helm that failed: the values file that caused it if one did, else what Helm said.

    `names` are the names of the files in messages, by the paths that Helm sees; `debug` shows all of what it said.
    """
    if finished.status < 0:
        return _killed(-finished.status)
    try:
        for layer in call.layers:
            load(layer)
    except SourceError as problem:
        return problem
    message = _message(finished.stderr)
    if not message:
        return HelmError(f"helm: exit status {finished.status}, without a word", fix=_KILLED)
    if debug:
        said = _whole(message, call, names)
        return HelmError(f"helm: {said}", fix=fix(said))
    chart = read_chart(call.chart, shown=call.chart.removeprefix(call.root).strip("/"))
    own = Known(words=OwnWords(chart), copies=names, given=_given(call))
    if refused := schema_failure(call, message, own, chart):
        return refused
    said = told(message, own)[:_SHOWN]
    here = "\n".join(_assigned(call, own)) if _SET in message else ""
    return HelmError(f"helm: {said}", here=here, fix=f"{fix(said)}; {_DEBUG}" if HIDDEN in said else fix(said))


def _given(call: HelmCall) -> frozenset[str]:
    """Return the words of a call that are no values."""
    return frozenset((call.kube_version,))


def _assigned(call: HelmCall, own: Known) -> Iterator[str]:
    """Yield what is assigned, as far as the chart knows the keys: any other word may be a value in the wrong place."""
    for number, one in enumerate(call.assignments, start=1):
        key, equals, _ = one.partition("=")
        shown = ".".join(shown_key(own.words, part) for part in key.split("."))
        yield f"--set, number {number}: {shown}{'=VALUE' if equals else ', without a value'}"


def lacked_memory(finished: Finished) -> bool:
    """Tell whether Go's runtime ended Helm because it got no more memory (runtime/malloc.go and mem_linux.go)."""
    return bool(_NO_MEMORY.search(finished.stderr[:_LONGEST]))


def _killed(number: int) -> HelmError:
    name = signal_name(number)
    advice = "give the sidecar more memory, or lower SWELL_RENDERS" if name == "SIGKILL" else _KILLED
    return HelmError(f"helm was killed ({name}) before it had finished", fix=advice)


def _message(stderr: bytes) -> str:
    """Return Helm's error, without the warnings before it and the advice behind it."""
    found = _ERROR.search(stderr)
    start = found.end() if found else 0
    said = stderr[start : start + _LONGEST].decode(errors="replace").strip()
    return said.removesuffix(_ADVICE).rstrip()


def _whole(message: str, call: HelmCall, names: Mapping[str, str]) -> str:
    """Return all that Helm said as a line, with paths below the chart's root."""
    folded = " ".join(message.split())[:_LONGEST]
    return _COPY.sub(lambda path: names.get(path[0], path[0]), folded).replace(f"{call.root}/", "")
