"""A simulated shell: it starts no program, and time passes only on a simulated clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from cmp.waits.nouns.model import Made, Program, Target
from cmp.waits.nouns.probe import Attempt, Call
from cmp.waits.nouns.steps import Steps, TooFarError, take_together
from cmp.waits.nouns.text import known
from cmp.waits.nouns.worlds import World
from cmp.waits.shell.state import Flow, State, exited, joined

if TYPE_CHECKING:
    from cmp.waits.grammar.syntax import Statement

DEEPEST = 24
"""Calls within calls that are followed."""
_QUICK = 100
"""How many pairs of pipes or here-documents the parser reads in a step: its time grows with their square."""
_CALL = 16
"""How many steps of all programs together the arguments of one command take."""


class NeverError(Exception):
    """What a word needs never ends."""


_Runner = Callable[["Shell", "Statement", State, bool], Flow]
_Run = TypeVar("_Run", bound=Callable[..., Flow])
_RUNNERS: dict[type, _Runner] = {}


def runs(kind: type) -> Callable[[_Run], _Run]:
    """Return a decorator that makes a function run one kind of statements."""

    def named(runner: _Run) -> _Run:
        _RUNNERS[kind] = runner
        return runner

    return named


class Shell:
    """One try of a program in a world; `seen` and `made` are what it asked for and made, `asked` both in turn.

    `steps` is how many steps it may take yet, `strange` whether it may have run a program that is not known.
    """

    def __init__(self, program: Program, world: World, steps: int) -> None:
        self.program = program
        self.world = world
        self.steps = Steps(steps)
        self.depth = 0
        self.clock_reads = 0
        self.strange = False
        self.seen: dict[Target, None] = {}
        self.made: dict[Made, None] = {}
        self.asked: list[Target | Made] = []

    def run(self, statement: Statement, state: State, *, tested: bool = False) -> Flow:
        """Return how a statement may end; `tested` where `set -e` does not count, since its status is asked for."""
        with self.deeper(state):
            return _RUNNERS[type(statement)](self, statement, state, tested)

    @contextmanager
    def deeper(self, state: State) -> Iterator[None]:
        """Take a step in a state, one level deeper. Raises TooFarError where that is too much."""
        self.steps.step(items=len(state.variables) + len(state.arguments) + len(state.functions))
        if self.depth > DEEPEST:
            raise TooFarError
        self.depth += 1
        yield
        self.depth -= 1

    def parsed(self, text: str) -> Statement:
        """Return a script that is run, as a statement. Raises TooFarError where scripts are too long together."""
        from cmp.waits.grammar.parse import parse

        self.steps.handle(characters=len(text))
        take_together((text.count("|") + text.count("<<")) ** 2 // _QUICK)
        misses = parse.cache_info().misses
        statement = parse(text)
        if parse.cache_info().misses > misses:
            take_together(len(text))
        return statement

    def call(self, program: str, arguments: list[str], state: State) -> Call:
        """Return a command as the vocabulary takes it. Raises TooFarError where all programs take too many steps."""
        take_together(_CALL)
        return Call(
            program=program,
            arguments=tuple(arguments),
            variables=state.variables,
            given=state.given,
            namespace=self.program.namespace,
        )

    def attempt(self, attempt: Attempt, state: State) -> Flow:
        """Return how a command of the vocabulary may end, without what it runs then."""
        self.made |= dict.fromkeys(attempt.made)
        self.asked += attempt.made
        state = state.ended(status=attempt.status).prints(attempt.prints)
        for probe in attempt.probes:
            self.steps.step()
            self.seen[probe.target] = None
            self.asked.append(probe.target)
            answer = self.world.answer(probe)
            state = state.prints(answer.prints)
            if answer.status is True or (answer.status is None and probe.seconds is None):
                continue
            if probe.seconds is None:
                return Flow(None, endless=True)
            state = state.later(0 if answer.status is None else probe.seconds, probe.seconds)
            state = state.ended(status=False if False in (state.status, answer.status) else None)
        return Flow(state)


def checked(flow: Flow, *, tested: bool) -> Flow:
    """Return a flow as `set -e` has it: a status that is not asked for ends the script where it is a failure."""
    state = flow.goes
    if state is None or tested or "e" not in state.options or state.status is True:
        return flow
    failed = exited(state.ended(status=False))
    return (
        failed.after(flow._replace(goes=None))
        if state.status is False
        else failed.beside(flow._replace(goes=state.ended(status=True)))
    )


def settled(flow: Flow) -> State | None:
    """Return the state at the end of a subshell: to leave it is to end it."""
    ends = {"done": True, "failed": False}
    return joined([flow.goes, *(state.ended(status=ends.get(way, state.status)) for way, state in flow.leaves.items())])


def apart(flow: Flow, outer: State) -> Flow:
    """Return the flow of a subshell for the state around it, which keeps its variables."""
    inner = settled(flow)
    if inner is None:
        return Flow(None, endless=True)
    return Flow(outer._replace(status=inner.status, printed=inner.printed, clock=inner.clock), endless=flow.endless)


def split(state: State | None, *, wanted: bool) -> tuple[State | None, State | None]:
    """Return the state where its status is as wanted, and where it is not."""
    if state is None:
        return None, None
    if state.status is None:
        return state.ended(status=wanted), state.ended(status=not wanted)
    return (state, None) if state.status is wanted else (None, state)


def meant(text: str) -> bool:
    """Tell whether a word is known and says something."""
    return bool(text) and known(text)
