"""Helm's failures in words that lead to the cause."""

import re
import signal

from cmp.errors import HelmError, SourceError, SwellError
from cmp.helm.call import HelmCall
from cmp.process import Finished
from cmp.values.load import load

_ADVICE = re.compile(r"\s*Use --debug flag to render out invalid YAML\s*")


def explained(call: HelmCall, finished: Finished) -> SwellError:
    """Return the error for a Helm that failed: the values file that caused it if one did, else what Helm said."""
    if finished.status < 0:
        name = signal.Signals(-finished.status).name
        cure = "give the sidecar more memory, or lower SWELL_RENDERS" if name == "SIGKILL" else ""
        return HelmError(f"helm was killed ({name}) before it had finished", cure=cure)
    try:
        for layer in call.layers:
            load(layer)
    except SourceError as problem:
        return problem
    return HelmError(f"helm: {said(finished, root=call.root)}")


def said(finished: Finished, *, root: str) -> str:
    """Return Helm's own message as one line, without its advice, and with paths as people know them."""
    text = finished.stderr.decode(errors="replace")
    message = text.rpartition("Error: ")[2] if "Error: " in text else text
    folded = re.sub(r"\s*\n\s*", " ", _ADVICE.sub(" ", message)).strip()
    return folded.replace(f"{root}/", "") or f"exit status {finished.status}, without a word"
