"""What the containers of a stream wait for and what they write, as their commands show."""

from collections.abc import Iterator
from typing import Any

from cmp.manifests.fields import text, texts
from cmp.objects.configuration import files, variables
from cmp.objects.index import Index
from cmp.objects.pods import Pod
from cmp.objects.workload_kinds import Runs
from cmp.value import Value
from cmp.waits.container import may_wait, reading
from cmp.waits.nouns.model import Program, Reading


class Read(Value):
    """A container of a pod, with what it waits for and writes; `role` is its name for messages."""

    pod: Pod
    container: Any
    role: str
    reading: Reading


def read(index: Index) -> Iterator[Read]:
    """Yield the containers that wait for or write something.

    Of a hook or Job all containers count, of other objects those that run before the others.
    """
    for pod in index.pods:
        every = pod.containers if pod.hook or pod.shape.runs is Runs.ONCE else pod.first
        for container in every:
            found = _reading(index, pod, container)
            if found.waits or found.made:
                yield Read(pod=pod, container=container, role=role(pod, container), reading=found)


def role(pod: Pod, container: Any) -> str:
    """Return a container's name for messages: `init container wait`."""
    return f"{'init container' if container in pod.first else 'container'} {text(container, 'name')}".strip()


def _reading(index: Index, pod: Pod, container: Any) -> Reading:
    """Return what a container waits for and writes; its configuration is looked up only where it may matter."""
    words = texts(container, "command[]"), texts(container, "args[]")
    image, literal = text(container, "image"), texts(container, "env[].value")
    mounts = texts(container, "volumeMounts[].mountPath")
    runs_file = any(mount in word for mount in mounts for part in words for word in part)
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
