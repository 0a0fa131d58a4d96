"""Helm's failures in words that lead to the cause, and without the values of the chart.

An error may be shown where a secret may not. Of what a schema refuses, Helm 3 up to 3.17 prints no value. Helm 4, and
Helm 3 since, print `- at '/pin': maximum: got 7, want 3`, with a text as Go's %q writes it, in one line (kind/kind.go
of github.com/santhosh-tekuri/jsonschema/v6).
"""

import re
import signal
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from cmp.errors import HelmError, SourceError, SwellError
from cmp.helm.call import HelmCall
from cmp.helm.schema_errors import violations
from cmp.system.process import Finished
from cmp.values.load import load
from cmp.values.secrets import HIDDEN, may_hide

_ADVICE = "Use --debug flag to render out invalid YAML"
_COPY = re.compile(r"/dev/fd/\d+")
_NO_MEMORY = re.compile(rb"^(?:fatal error|runtime): .*(?:allocat|out of memory)", re.MULTILINE)
_SHORTEST = 4
_LONGEST = 100_000  # bytes of what Helm said that are read at all
_SHOWN = 4_000
_TEXT = r"'(?:[^'\\]|\\.)*'"
_VALUE = rf"(?:{_TEXT}|\S+)"
_BOUND = "minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf"
_RULES = (
    (rf"{_VALUE} (does not match pattern .*)", rf"{HIDDEN} \2"),
    (rf"{_VALUE} (is not valid [\w-]+): .*", rf"{HIDDEN} \2"),
    (rf"({_BOUND}): got .*, want (.*)", rf"\2: got {HIDDEN}, want \3"),
    (rf"(value is not {_TEXT} encoded|value is not of mediatype {_TEXT}): .*", r"\2"),
)
_CUTS = tuple((re.compile(rf"^(\s*- at {_TEXT}: ){rule}$", re.MULTILINE), rf"\1{rest}") for rule, rest in _RULES)


def explained(call: HelmCall, finished: Finished, names: Mapping[str, str]) -> SwellError:
    """Return the error for a Helm that failed: the values file that caused it if one did, else what Helm said.

    `names` are the names of the files in messages, by the paths that Helm sees.
    """
    if finished.status < 0:
        number = -finished.status
        name = signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
        fix = "give the sidecar more memory, or lower SWELL_RENDERS" if name == "SIGKILL" else ""
        return HelmError(f"helm was killed ({name}) before it had finished", fix=fix)
    try:
        layers = [load(layer) for layer in call.layers]
    except SourceError as problem:
        return problem
    secrets = {secret for values in layers for secret in _secrets(values)} | set(_assigned(call.assignments))
    here = violations(call, finished.stderr[-_LONGEST:].decode(errors="replace"))
    message = said(finished, root=call.root, secrets=secrets)
    return HelmError("helm: " + _COPY.sub(lambda path: names.get(path[0], path[0]), message), here=here)


def lacked_memory(finished: Finished) -> bool:
    """Tell whether Go's runtime ended Helm because it got no more memory (runtime/malloc.go and mem_linux.go)."""
    return bool(_NO_MEMORY.search(finished.stderr[:_LONGEST]))


def said(finished: Finished, *, root: str, secrets: Collection[str] = ()) -> str:
    """Return Helm's own message as a line, without its advice and secrets, and with paths below the chart's root."""
    stderr = finished.stderr
    last = stderr if len(stderr) <= _LONGEST else stderr[-_LONGEST:].partition(b"\n")[2]  # no half of a line
    text = without_values(last.decode(errors="replace"))
    message = text.rpartition("Error: ")[2] if "Error: " in text else text
    folded = " ".join(message.replace(_ADVICE, " ").split())
    for secret in sorted(secrets, key=len, reverse=True):
        folded = folded.replace(secret, HIDDEN)
    return folded.replace(f"{root}/", "")[:_SHOWN] or f"exit status {finished.status}, without a word"


def without_values(message: str) -> str:
    """Return a message of Helm's with the paths and the rules that it names, and no value of the chart's."""
    for rule, rest in _CUTS:
        message = rule.sub(rest, message)
    return message


def _secrets(values: Any, *, secret: bool = False) -> Iterator[str]:
    """Yield the values that lie below a key that sounds like a secret; short ones would hide half the message."""
    if isinstance(values, dict):
        for key, value in values.items():
            yield from _secrets(value, secret=secret or may_hide(key))
    elif isinstance(values, list):
        for value in values:
            yield from _secrets(value, secret=secret)
    elif secret and len(str(values)) >= _SHORTEST:
        yield str(values).lstrip("*&{}").rstrip("{}")


def _assigned(assignments: Iterable[str]) -> Iterator[str]:
    for assignment in assignments:
        key, _, value = assignment.partition("=")
        yield from _secrets({key: value})
