"""The program of a container, and what it waits for and writes."""

from collections.abc import Mapping
from enum import StrEnum

from cmp.value import Value


class Program(Value):
    """What a container runs, as its manifest says.

    `env` has None for a variable whose value is not known, `files` the texts of the files that are known to be
    mounted, by path. `namespace` is the pod's own.
    """

    image: str = ""
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    env: Mapping[str, str | None]
    files: Mapping[str, str]
    namespace: str = ""


class Named(Value):
    """An object by its name; `resource` is the kind in lower case and singular, as kubectl takes it.

    `namespace` is "" where the command names none: the pod's own.
    """

    resource: str
    name: str
    group: str = ""
    namespace: str = ""


class Selected(Value):
    """The objects of a kind that have some labels; `labels` maps each key to the values that it may have."""

    resource: str
    labels: tuple[tuple[str, tuple[str, ...]], ...]
    group: str = ""
    namespace: str = ""


class Host(Value):
    """A name that is resolved or connected to; `port` is "" where none is known."""

    name: str
    port: str = ""


Target = Named | Selected | Host


class Truth(StrEnum):
    """The state of a target that a container waits for."""

    EXISTS = "exists"
    READY = "ready"  # healthy, complete, or answering

    DELETED = "deleted"


class Wait(Value):
    """A wait: the container ends only after its target is in a state.

    `seconds` is the longest time that it waits, None if that is unlimited or unknown. `fails` says that it then ends
    with an error; a container that waits in an endless loop does not. `foremost` says that no unknown program may run
    before: none can serve what a probe of the container asks for.
    """

    target: Target
    truth: Truth
    seconds: float | None
    fails: bool
    foremost: bool = False


class Made(Value):
    """An object that a container creates by command; `namespace` is "" for the pod's own."""

    resource: str
    name: str
    group: str = ""
    namespace: str = ""


class Reading(Value):
    """What a container waits for and makes."""

    waits: tuple[Wait, ...] = ()
    made: tuple[Made, ...] = ()
