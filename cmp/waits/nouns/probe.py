"""What a command asks of the world, and what it gets for an answer."""

from collections.abc import Mapping

from cmp.value import Value
from cmp.waits.nouns.model import Made, Target, Truth
from cmp.waits.nouns.text import HOLE


class Probe(Value):
    """A question that a command asks: it succeeds when `truth` holds of `target`.

    `seconds` is how long it tries before it fails, None for ever. `lists` tells that it succeeds where there is
    nothing. It writes `prints` when it succeeds, `unready` where the target is there and not ready, and `absent` where
    it is not there.
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
    """What a probe gets: whether it succeeds, None if that is not known, and what it writes."""

    status: bool | None
    prints: str
