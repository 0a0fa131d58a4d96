"""Finds the waits of a program by simulated runs that differ in one fact each.

A container waits for a fact if it can end only where that fact is true, whatever else is. This holds for any way to
write a loop, without a pattern for each. A command that the simulation does not know may end in any way, so that no
wait is ever guessed from it.
"""

from cmp.waits.nouns.model import Program, Reading, Target, Truth, Wait
from cmp.waits.nouns.steps import TooFarError
from cmp.waits.nouns.text import HOLE
from cmp.waits.nouns.worlds import Mode, World
from cmp.waits.shell.interpreter import Shell, settled
from cmp.waits.shell.state import Flow, State, exited
from cmp.waits.vocabulary import attempted, program_of

_MOST_TARGETS = 24
_STEPS = 1000
_STEPS_A_CHARACTER = 2
_MOST_STEPS = 40_000
"""How many steps one try may take: so many, and so many for each character of the scripts, within a bound."""
_BLOCKED = {
    frozenset({Mode.ABSENT}): Truth.EXISTS,
    frozenset({Mode.ABSENT, Mode.UNREADY}): Truth.READY,
    frozenset({Mode.UNREADY, Mode.THERE}): Truth.DELETED,
}
"""What has to be true, by the worlds in which a container can't get to its end."""


def read(program: Program, argv: tuple[str, ...]) -> Reading:
    """Return what a program waits for and what it writes."""
    trial = _Trial(program, argv)
    try:
        shell, end = trial.run({})
        if not _succeeds(end):
            return Reading(made=tuple(shell.made))
        if len(shell.seen) > _MOST_TARGETS:
            return Reading()
        waits = [wait for target in shell.seen if (wait := trial.wait(target))]
    except TooFarError:
        return Reading()
    return Reading(waits=tuple(waits), made=tuple(shell.made))


def steps_for(length: int) -> int:
    """Return the number of steps that one run of scripts of this length may take."""
    return min(_STEPS + _STEPS_A_CHARACTER * length, _MOST_STEPS)


class _Trial:
    """The simulated runs of one program."""

    def __init__(self, program: Program, argv: tuple[str, ...]) -> None:
        self.program = program
        self.argv = list(argv)
        self.steps = steps_for(sum(map(len, argv)) + sum(map(len, program.files.values())))

    def run(self, modes: dict[Target, Mode], others: Mode = Mode.ANY) -> tuple[Shell, Flow]:
        """Return how the program may end if the state of some targets is known."""
        shell = Shell(self.program, World(modes=modes, others=others), self.steps)
        variables = {name: HOLE if value is None else value for name, value in self.program.env.items()}
        ended = _started(shell, self.argv, State(variables=variables))
        end = settled(ended)
        return shell, exited(end)._replace(endless=ended.endless) if end else Flow(None, endless=True)

    def wait(self, target: Target) -> Wait | None:
        """Return the wait for a target, None if there is none."""
        runs = {mode: self.run({target: mode}) for mode in Mode if mode is not Mode.ANY}
        blocked = {mode: run for mode, run in runs.items() if not _succeeds(run[1])}
        truth = _BLOCKED.get(frozenset(blocked))
        if truth is None:
            return None
        tries = [
            flow if shell.seen.keys() <= {target} else self.run({target: mode}, Mode.THERE)[1]
            for mode, (shell, flow) in blocked.items()
        ]
        ends = [each.leaves["failed"].clock[1] for each in tries if "failed" in each.leaves]
        endless = any(each.endless for each in tries)
        seconds = None if endless or not ends or max(ends) == float("inf") else max(ends)
        foremost = not any(shell.strange for shell, _ in blocked.values())
        return Wait(target=target, truth=truth, seconds=seconds, fails=not endless, foremost=foremost)


def _started(shell: Shell, argv: list[str], state: State) -> Flow:
    """Return how a command line may end; the shell is imported only if it is no known program."""
    if argv[0] not in shell.program.files:
        attempt = attempted(shell.call(program_of(argv[0]), argv[1:], state))
        if attempt and not attempt.then:
            return shell.attempt(attempt, state)
    from cmp.waits.shell.simple import execute

    return execute(shell, argv, state, tested=True)


def _succeeds(end: Flow) -> bool:
    return "done" in end.leaves
