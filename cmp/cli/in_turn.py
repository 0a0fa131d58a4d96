"""The answers for several applications, some rendered at once, in the order in which they were named."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from cmp.cli.asked import Asked
from cmp.cli.failure import as_error
from cmp.cli.output import passing
from cmp.cli.preload import preload
from cmp.errors import ShortageError, SwellError
from cmp.fleet.members import Member
from cmp.fleet.ways import ToRender
from cmp.settings import Settings
from cmp.system.forks import each

Answer = TypeVar("Answer")
_MANY = 8  # applications for which importing all that renders need pays


def answers(
    asked: Asked, work: Callable[[ToRender], Answer], *, settings: Settings
) -> Iterator[tuple[Member, Answer | SwellError]]:
    """Yield each application with what `work` returns, or with the error, in the order in which they were named.

    As many render at once as SWELL_RENDERS allows. What one runs into, its memory and its deadline are its own.
    """
    known: dict[int, Answer | SwellError] = {}
    ready = [number for number, member in enumerate(asked.members) if member.render]
    sent = 0
    if len(ready) >= _MANY:
        preload()

    def one(number: int) -> Answer | SwellError:
        render = asked.members[number].render
        try:
            return work(render) if render else _killed(asked.members[number])
        except BaseException as problem:  # noqa: BLE001  (told as that of a single call is)
            return as_error(problem)

    for index, answer in each(one, ready, at_once=settings.renders):
        known[ready[index]] = answer if answer is not None else _killed(asked.members[ready[index]])
        passing(f"{len(known)} of {len(ready)} applications" if len(known) < len(ready) else "")
        while sent < len(asked.members) and (sent in known or asked.members[sent].problem):
            yield asked.members[sent], known.get(sent) or _problem(asked.members[sent])
            sent += 1
    for member in asked.members[sent:]:
        yield member, _problem(member)


def _problem(member: Member) -> SwellError:
    return member.problem or _killed(member)


def _killed(member: Member) -> SwellError:
    return ShortageError(
        f"what rendered {member.name} was killed", fix="give this machine more memory, or lower SWELL_RENDERS"
    )
