"""The questions that commands ask about targets, and the answers."""

from collections.abc import Mapping

from cmp.value import Value
from cmp.waits.nouns.model import Made, Target, Truth
from cmp.waits.nouns.text import HOLE


class Probe(Value):
    """A question about a target: it succeeds when the target is in the state `truth`.

    `seconds` is how long it tries before it fails, None for ever. `lists` says that it succeeds if there is no object.
    It prints `prints` on success, `unready` if the target exists but is not ready, and `absent` if it does not exist.
    """

    target: Target
    truth: Truth
    seconds: float | None = 0
    lists: bool = False
    prints: str = HOLE
    unready: str = HOLE
    absent: str = ""


class Attempt(Value):
    """What a command does: it asks its probes, all of which have to succeed, makes objects, and runs `then`.

    `strict` tells that `then` runs only where the probes succeeded. `prints` is what it writes besides.
    """

    probes: tuple[Probe, ...] = ()
    made: tuple[Made, ...] = ()
    then: tuple[str, ...] = ()
    strict: bool = True
    prints: str = ""
    status: bool | None = True


class Call(Value):
    """A command with what it is given: its arguments, its variables, and what it reads."""

    program: str
    arguments: tuple[str, ...]
    variables: Mapping[str, str]
    given: str = ""
    namespace: str = ""


class Answer(Value):
    """The answer to a probe: whether it succeeds, None if unknown, and what it prints."""

    status: bool | None
    prints: str
