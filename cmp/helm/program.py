"""Which Helm to call, with which environment, and until when it may take."""

import os
import sys

from cmp.errors import CommandError
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmp.system.process import Deadline

_DIGITS = 5  # of the seconds of a day
_SECONDS = 50  # Argo CD gives all of a render 60, of which it needs some itself
# Helm allocates much and lives briefly: with Go's defaults, a quarter to a third of its time is garbage collection.
# The limit makes the collector work again before a large chart fills the container; it bounds nothing that is in use.
_COLLECTOR = {"GOGC": "400", "GOMEMLIMIT": "512MiB"}


class HelmRuntime(Value):
    """Where Helm is called from: the environment to pass on, and until when it may take."""

    environ: "Mapping[str, str]"
    deadline: "Deadline"


def find(environ: "Mapping[str, str]", version: str = "") -> str:
    """Return the path of Helm: $SWELL_HELM, else the first on PATH, else the one beside this Python.

    Where a version is asked for, it is one of the operator's several instead.

    Raises:
        CommandError: there is none.
    """
    if version:
        from cmp.helm import versions

        return versions.find(version, environ)
    if chosen := environ.get("SWELL_HELM"):
        if not os.access(chosen, os.X_OK):
            raise CommandError(f"SWELL_HELM is {chosen}, which can't be run", fix="correct it, or unset it")
        return chosen
    folders = [*environ.get("PATH", os.defpath).split(os.pathsep), os.path.join(sys.prefix, "bin")]
    for folder in folders:
        path = os.path.join(folder, "helm")
        if folder and os.access(path, os.X_OK) and os.path.isfile(path):
            return path
    raise CommandError(
        "helm is missing", fix="install it (https://helm.sh/docs/intro/install) or set SWELL_HELM to its path"
    )


def environment(environ: "Mapping[str, str]") -> dict[str, str]:
    """Return the environment for Helm: ours, with its garbage collector tuned unless somebody did that already."""
    return _COLLECTOR | dict(environ)


def seconds(environ: "Mapping[str, str]") -> float:
    """Return how long a render may take.

    Raises:
        CommandError: SWELL_TIMEOUT is no such number.
    """
    text = environ.get("SWELL_TIMEOUT") or str(_SECONDS)
    if not text.isascii() or not text.isdigit() or len(text) > _DIGITS or int(text) < 1:
        fix = f"such as {_SECONDS}, without a unit; Argo CD itself waits 60"
        raise CommandError(f"SWELL_TIMEOUT must be a whole number of seconds, up to a day, not {text[:20]!r}", fix=fix)
    return float(text)
