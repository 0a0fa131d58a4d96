"""The runtime of Helm: the program, a slot to run in, its environment, and a deadline."""

import os
import sys

from cmp.config.model import Limits
from cmp.errors import CommandError, QueueError
from cmp.settings import Settings
from cmp.system import process, semaphore
from cmp.system.files import is_file, is_program
from cmp.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

UNANSWERED = 256
"""No exit code: a resident Helm leaves a call to `helm`, or was lost."""

_NONE = Limits()


class HelmRuntime(Value):
    """The operator's settings for Helm, and the deadline of its calls.

    `waited` is told how many seconds a call has waited for its slot.
    """

    settings: Settings
    deadline: process.Deadline
    waited: "Callable[[float], None] | None" = None

    def within(self, limits: Limits, *, apart: float = 0.0) -> "HelmRuntime":
        """Return the runtime with the policy's deadline, `apart` seconds not counted, if that is the earlier one."""
        if not limits.timeout:
            return self
        source = f"limits.timeout in {limits.source}"
        return self.replace(deadline=self.deadline.lowered(limits.timeout, source=source, apart=apart))


def find(settings: Settings, version: str = "") -> str:
    """Return the path of Helm: $SWELL_HELM, else the first on PATH, else the one beside this Python.

    Where a version is asked for, it is one of the operator's several instead.

    Raises:
        CommandError: there is none.
    """
    if version:
        from cmp.helm import versions

        return versions.find(version, settings)
    if settings.helm:
        if not is_program(settings.helm):
            raise CommandError(f"SWELL_HELM is {settings.helm}, which can't be run", fix="correct it, or unset it")
        return settings.helm
    folders = [*settings.path.split(os.pathsep), os.path.join(sys.prefix, "bin")]
    for folder in folders:
        path = os.path.join(folder, "helm")
        if folder and is_program(path) and is_file(path):
            return path
    raise CommandError(
        "helm is missing", fix="install it (https://helm.sh/docs/intro/install) or set SWELL_HELM to its path"
    )


def beside(helm: str) -> str:
    """Return the path of the program that stays in a Helm's place (`cmp.helm.resident`), "" where there is none."""
    folder, name = os.path.split(os.path.realpath(helm))
    path = os.path.join(folder, f"swell-{name}")
    return path if is_program(path) else ""


def slot(runtime: HelmRuntime, *, limits: Limits = _NONE) -> int:
    """Wait for one of SWELL_RENDERS slots (default: the number of processors), first come, first served.

    Argo CD bounds nothing, and each Helm takes a processor, and memory as it needs. Helm inherits the descriptor that
    is returned, so that a slot is free when both Swell and Helm are gone, however that came about. Where the policy's
    limit is lower, that one counts.

    Raises:
        QueueError: none came free in time.
        CommandError: the number isn't one, or no queue can be kept.
    """
    settings, deadline = runtime.settings, runtime.deadline
    count, source = settings.renders, "SWELL_RENDERS"
    if 0 < limits.renders < count:
        count, source = limits.renders, f"limits.renders in {limits.source}"
    folder = queue(settings)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.stat(folder).st_uid != os.getuid():
            raise CommandError(f"{folder} belongs to another user", fix="set TMPDIR to a folder of your own")
        left = deadline.left()
        ticket = semaphore.acquire(folder, count, deadline=deadline)
        if runtime.waited:
            runtime.waited(left - deadline.left())
        if ticket is not None:
            os.set_inheritable(ticket, True)  # noqa: FBT003  (its only form)
    except OSError as problem:
        said = f"can't keep a queue in {folder}: {problem.strerror}"
        raise CommandError(said, fix=settings.temporary.fix) from None
    if ticket is None:
        raise QueueError(
            f"waited {deadline.seconds:.0f} s for one of {count} places to run Helm",
            fix=f"raise {source}, or give the sidecar more processors",
        )
    return ticket


def queue(settings: Settings) -> str:
    """Return the folder of the slots, which belongs to this user alone."""
    return os.path.join(settings.temporary.path, f"swell-renders-{os.getuid()}")


def version(path: str, runtime: HelmRuntime) -> tuple[int, ...]:
    """Return the version that a Helm prints, () where it prints none; this costs a process.

    Raises:
        LateError: the deadline passed.
    """
    from cmp.helm.versions import numbers

    asked = process.start((path, "version", "--template={{.Version}}"), env=runtime.settings.for_helm)
    said = process.finish(asked, deadline=runtime.deadline).stdout.decode(errors="replace")
    return numbers(said.strip().partition("+")[0].partition("-")[0])
