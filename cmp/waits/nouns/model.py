"""The nouns of the reader: what a container runs, what it waits for, and what it makes."""

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
    """What has to be true of what is waited for."""

    EXISTS = "exists"
    READY = "ready"  # healthy, complete, or answering

    DELETED = "deleted"


class Wait(Value):
    """A container does not get to its end before something is true.

    `seconds` is when it gives up at the latest, None where it never does or that is not known. `fails` tells that it
    then ends with an error; a container that waits in an endless loop does not.
    """

    target: Target
    truth: Truth
    seconds: float | None
    fails: bool


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
