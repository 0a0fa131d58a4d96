"""What a call of Helm needs of this machine: the program, a slot to run in, its environment, and a deadline."""

import os
import sys

from cmp.config.model import Limits
from cmp.errors import CommandError
from cmp.system import locks, process, temporary
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_DIGITS = 5  # of the seconds of a day
_RENDERS_DIGITS = 3
_NONE = Limits()
_SECONDS = 50  # Argo CD gives all of a render 60, of which it needs some itself
# Helm allocates much and lives briefly: with Go's defaults, a quarter to a third of its time is garbage collection.
# The limit makes the collector work again before a large chart fills the container; it bounds nothing that is in use.
_COLLECTOR = {"GOGC": "400", "GOMEMLIMIT": "512MiB"}
# What is rendered depends neither on a cluster that happens to be known here, nor on plugins.
_APART = {"KUBECONFIG": os.devnull, "HELM_NO_PLUGINS": "1"}
_NEEDED = (
    *("PATH", "HOME", "TMPDIR", "TZ"),
    *("GOGC", "GOMEMLIMIT", "GOMAXPROCS", "GODEBUG"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR"),  # a schema may refer to one on another host
)
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")


class HelmRuntime(Value):
    """Where Helm is called from: the environment to pass on, and until when it may take."""

    environ: "Mapping[str, str]"
    deadline: process.Deadline


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


def slot(runtime: HelmRuntime, *, limits: Limits = _NONE) -> int:
    """Wait for a free slot among SWELL_RENDERS (default: the number of processors); return its descriptor.

    A slot is a locked file: Argo CD bounds nothing, and each Helm takes a processor, and memory as it needs. Helm
    inherits the lock, so that a slot is free when both Swell and Helm are gone, however that came about. Where the
    policy's limit is lower, that one counts.

    Raises:
        CommandError: none came free in time, the number isn't one, or locks can't be kept.
    """
    environ, deadline = runtime.environ, runtime.deadline
    count, source = count_of(environ), "SWELL_RENDERS"
    if 0 < limits.renders < count:
        count, source = limits.renders, f"limits.renders in {limits.source}"
    folder = os.path.join(temporary.folder(environ), f"swell-renders-{os.getuid()}")
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.stat(folder).st_uid != os.getuid():
            raise CommandError(f"{folder} belongs to another user", fix="set TMPDIR to a folder of your own")
        lock = locks.awaited([f"{folder}/{slot}" for slot in range(count)], deadline=deadline)
        if lock is not None:
            os.set_inheritable(lock, True)  # noqa: FBT003  (its only form)
    except OSError as problem:
        said = f"can't keep a lock in {folder}: {problem.strerror}"
        raise CommandError(said, fix=temporary.fix(environ)) from None
    if lock is None:
        raise CommandError(
            f"waited {deadline.seconds:.0f} s for one of {count} places to run Helm",
            fix=f"raise {source}, or give the sidecar more processors",
        )
    return lock


def version(path: str, runtime: HelmRuntime) -> tuple[int, ...]:
    """Return the version that a Helm says it is, () where it says none; this costs a process.

    Raises:
        LateError: the deadline passed.
    """
    from cmp.helm.versions import numbers

    asked = process.start((path, "version", "--template={{.Version}}"), env=environment(runtime.environ))
    said = process.finish(asked, deadline=runtime.deadline).stdout.decode(errors="replace")
    return numbers(said.strip().partition("+")[0].partition("-")[0])


def environment(environ: "Mapping[str, str]") -> dict[str, str]:
    """Return the environment for Helm: the variables that it needs and no others, with its garbage collector tuned.

    A chart reads what Helm knows, and Argo CD and the operator tell us more than a chart may know. For the same reason
    a proxy whose address holds a password stays out.
    """
    kept = {name: environ[name] for name in _NEEDED if name in environ}
    proxies = {name: environ[name] for name in _PROXIES if "@" not in environ.get(name, "@")}
    return {**_COLLECTOR, **kept, **proxies, **_APART}


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


def count_of(environ: "Mapping[str, str]") -> int:
    """Return how many Helms may run at once.

    Raises:
        CommandError: SWELL_RENDERS is no number.
    """
    text = environ.get("SWELL_RENDERS") or str(os.cpu_count() or 1)
    if not text.isascii() or not text.isdigit() or len(text) > _RENDERS_DIGITS or int(text) < 1:
        fix = "such as 2; without it, it is the number of processors"
        raise CommandError(f"SWELL_RENDERS must be a whole number from 1, not {text!r}", fix=fix)
    return int(text)
