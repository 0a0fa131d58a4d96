"""What the containers of a stream wait for and what they write, as their commands show."""

from collections.abc import Iterator, Sequence
from typing import Any

from cmp.manifests.fields import text, texts, walk
from cmp.objects.configuration import files, variables
from cmp.objects.given import Given
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.objects.workload_kinds import Runs
from cmp.value import Value
from cmp.waits.container import may_wait, reading
from cmp.waits.nouns.model import Program, Reading, Wait

PROBES = ("readinessProbe", "startupProbe")
"""The probes that keep a container from being ready."""


class Read(Value):
    """A container of a pod, with what it waits for and writes; `role` is its name for messages."""

    pod: Pod
    container: Any
    role: str
    reading: Reading


def read(index: Index) -> Iterator[Read]:
    """Yield the containers that wait for or write something.

    Of a hook or Job all containers count that run to an end, of other objects those that run before the others, and
    what keeps a container from being ready.
    """
    for pod in index.pods:
        ends = pod.hook or pod.shape.runs is Runs.ONCE
        for container in pod.first + (pod.main if ends else []):
            yield from _found(pod, container, role(pod, container), _reading(index, pod, container))
        for container in pod.sidecars:
            yield from _probed(index, pod, container, PROBES[1:] if ends else PROBES)
        for container in [] if ends else pod.main:
            yield from _probed(index, pod, container, PROBES)
            if any(walk(container, probe) for probe in PROBES):
                started = _reading(index, pod, container)
                foremost = tuple(wait for wait in started.waits if wait.foremost)
                yield from _found(pod, container, role(pod, container), Reading(waits=foremost))


def waits(index: Index) -> dict[int, tuple[Wait, ...]]:
    """Return the waits of each container, with those of its probes, by `id` of the container."""
    found: dict[int, tuple[Wait, ...]] = {}
    for each in index.found(read):
        found[id(each.container)] = (*found.get(id(each.container), ()), *each.reading.waits)
    return found


def _found(pod: Pod, container: Any, who: str, reading: Reading) -> Iterator[Read]:
    if reading.waits or reading.made:
        yield Read(pod=pod, container=container, role=who, reading=reading)


def _probed(index: Index, pod: Pod, container: Any, probes: Sequence[str]) -> Iterator[Read]:
    """Yield what the commands of probes wait for: they are run again until they succeed."""
    for probe in probes:
        if command := texts(container, f"{probe}.exec.command[]"):
            reading = _reading(index, pod, {**container, "image": "", "command": command, "args": []})
            again = tuple(wait.replace(seconds=None, fails=False) for wait in reading.waits)
            yield from _found(pod, container, f"{probe} of {role(pod, container)}", Reading(waits=again))


def role(pod: Pod, container: Any) -> str:
    """Return a container's name for messages: `init container wait`."""
    return f"{'init container' if pod.is_init(container) else 'container'} {text(container, 'name')}".strip()


def _reading(index: Index, pod: Pod, container: Any) -> Reading:
    """Return what a container waits for and writes; its configuration is looked up only where it may matter."""
    words = texts(container, "command[]"), texts(container, "args[]")
    image, literal = text(container, "image"), texts(container, "env[].value")
    mounts = texts(container, "volumeMounts[].mountPath")
    line = "\0".join((*words[0], *words[1]))
    index.made(Given).look(searched=len(mounts) * len(line))
    runs_file = any(mount in line for mount in mounts)
    if not (runs_file or may_wait(image, *words[0], *words[1], *literal)):
        return Reading()
    mounted = {path: each.value or "" for path, each in files(index, pod, container).items()}
    return reading(
        Program(
            image=image,
            command=tuple(words[0]),
            args=tuple(words[1]),
            env={name: each.value for name, each in variables(index, pod, container).items()},
            files=mounted,
            namespace=pod.ref.namespace,
        )
    )
