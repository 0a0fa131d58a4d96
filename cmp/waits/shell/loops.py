"""Runs loops: one iteration at a time, or many at once if they are all alike.

A loop whose iterations change nothing never ends. If each iteration only changes numbers by the same steps, as a
counter or the clock does, bisection finds the last one that is like those before: a wait of an hour takes a few steps.
If iterations keep differing, or may leave the loop, all that they change becomes unknown.
"""

from collections.abc import Callable
from typing import NamedTuple

from cmp.waits.grammar.syntax import For, While
from cmp.waits.nouns.steps import TooFarError
from cmp.waits.nouns.text import HOLE, known
from cmp.waits.shell.expand import Expander
from cmp.waits.shell.interpreter import NeverError, Shell, runs, split
from cmp.waits.shell.state import Flow, State, join, joined

_ENDLESS = 1 << 30
"""Turns that no loop takes in earnest."""
_SINGLE = 24
"""Turns that are taken one by one before what differs is unknown."""
_WHOLE = ("arguments", "functions", "status", "given", "options")
"""What a turn has to leave as it is for the next to be like it."""
_INNER = {f"{word}{level}": f"{word}{level - 1}" for word in ("break", "continue") for level in (2, 3, 4)}


class Turn(NamedTuple):
    """One turn of a loop: the state in which it takes another, the flow in which it is left, and what it asked for."""

    again: State | None
    out: Flow
    asked: tuple[object, ...] = ()

    @property
    def leaves(self) -> bool:
        """Whether the loop may be left in this turn."""
        return self.out.goes is not None or bool(self.out.leaves)

    @property
    def shape(self) -> tuple[object, ...]:
        """What two turns have in common that are alike."""
        return self.asked, self.again is None, self.out.goes is None, frozenset(self.out.leaves), self.out.endless


class Step(NamedTuple):
    """By how much a turn changes the numbers of a state."""

    numbers: tuple[tuple[str, int], ...]
    least: float
    most: float

    def taken(self, state: State, times: int) -> State:
        """Return the state after the step was taken some times."""
        changed = {name: str(int(state.variables[name]) + by * times) for name, by in self.numbers}
        return state._replace(
            variables={**state.variables, **changed},
            clock=(state.clock[0] + self.least * times, state.clock[1] + self.most * times),
            printed=None if state.printed is None else HOLE,
        )


@runs(While)
def _while(shell: Shell, node: While, state: State, tested: bool) -> Flow:  # noqa: FBT001
    def turn(state: State, number: int) -> Turn:
        before = state.status if number else True
        test = shell.run(node.test, state, tested=True)
        enters, quits = split(test.goes, wanted=node.wants)
        out = test._replace(goes=quits.ended(status=before) if quits else None)
        return _turned(shell.run(node.body, enters, tested=tested) if enters else Flow(None), out)

    return _Loop(shell, turn).run(state)


@runs(For)
def _for(shell: Shell, node: For, state: State, tested: bool) -> Flow:  # noqa: FBT001
    expander = Expander(shell, state)
    try:
        words = expander.fields(node.words)
    except NeverError:
        return Flow(None, endless=True)

    def turn(state: State, number: int) -> Turn:
        word = words[number] if number < len(words) else HOLE
        done = _turned(shell.run(node.body, state.sets(node.name, word), tested=tested), Flow(None))
        # what is not known may be no word at all
        return done if known(word) else done._replace(again=join(done.again, state.sets(node.name, word)))

    start = Flow(expander.state.ended(status=True), endless=expander.endless)
    return _Loop(shell, turn, node.name, len(words)).run(expander.state.ended(status=True)).after(start)


def _turned(body: Flow, out: Flow) -> Turn:
    """Return a turn by how its body ended, and how the loop was left before it."""
    leaves = {_INNER.get(way, way): state for way, state in body.leaves.items() if way not in ("break", "continue")}
    again = join(body.goes, body.leaves.get("continue"))
    broken = body.leaves.get("break")
    goes = broken.ended(status=True) if broken else None
    return Turn(again, out.beside(Flow(goes, leaves, body.endless)))


class _Loop:
    """A loop by its turns; `name` is the variable that each turn sets anew, `count` how many turns there are."""

    def __init__(self, shell: Shell, turn: Callable[[State, int], Turn], name: str = "", count: int = _ENDLESS) -> None:
        self.shell = shell
        self._turn = turn
        self.name = name
        self.count = count

    def run(self, state: State) -> Flow:
        """Return how the loop may end."""
        flow, number, last, singles = Flow(None), 0, None, 0
        while number < self.count:
            reads = self.shell.clock_reads
            done = self.turn(state, number)
            flow = flow.beside(done.out)
            if done.again is None:
                return flow
            step, number = self.step(state, done.again), number + 1
            timeless = self.shell.clock_reads == reads or state.clock[1] == float("inf")
            if step and not step.numbers and timeless and self.count == _ENDLESS:
                return flow._replace(endless=True)
            state = done.again
            if step and last == (step, done.shape):
                if done.leaves:
                    return flow.beside(self.widened(state))
                times = self.leap(state, number, step, done.shape)
                state, number, last = step.taken(state, times), number + times, None
            else:
                last = (step, done.shape) if step else None
                singles += 1
            if singles > _SINGLE:
                return flow.beside(self.widened(state))
        return flow._replace(endless=True) if self.count == _ENDLESS else flow.beside(Flow(state))

    def turn(self, state: State, number: int) -> Turn:
        """Take one turn."""
        asked = len(self.shell.asked)
        return self._turn(state, number)._replace(asked=tuple(self.shell.asked[asked:]))

    def leap(self, state: State, number: int, step: Step, shape: tuple[object, ...]) -> int:
        """Return how many turns more are alike."""

        def alike(times: int) -> bool:
            before = step.taken(state, times - 1)
            done = self.turn(before, number + times - 1)
            return done.again is not None and done.shape == shape and self.step(before, done.again) == step

        most, good, bad = self.count - number, 0, 1
        while bad <= most and alike(bad):
            good, bad = bad, bad * 2
        bad = min(bad, most + 1)
        while bad - good > 1:
            middle = (good + bad) // 2
            good, bad = (middle, bad) if alike(middle) else (good, middle)
        return good

    def step(self, before: State, after: State) -> Step | None:
        """Return by what a turn has changed the numbers of a state, None if it changed something else."""
        if any(getattr(before, name) != getattr(after, name) for name in _WHOLE):
            return None
        numbers = []
        for name in {**before.variables, **after.variables}:
            one, other = before.variables.get(name), after.variables.get(name)
            if one != other and name != self.name:
                if one is None or other is None or not (_whole(one) and _whole(other)):
                    return None
                numbers.append((name, int(other) - int(one)))
        least, most = (late - early for early, late in zip(before.clock, after.clock, strict=True))
        return Step(tuple(numbers), least, 0.0 if most != most else most)  # noqa: PLR0124  (inf less inf)

    def widened(self, state: State) -> Flow:
        """Return how the loop may end from a turn on, with all that its turns change unknown."""
        flow = Flow(None)
        for _ in range(_SINGLE):
            state = state._replace(clock=(state.clock[0], float("inf")))
            done = self.turn(state, self.count)
            flow = flow.beside(done.out)
            wider = joined([state, done.again])
            if wider is None or done.again is None:
                return flow
            if wider._replace(printed=None, clock=state.clock) == state._replace(printed=None):
                return flow._replace(endless=True) if self.count == _ENDLESS else flow.beside(Flow(wider))
            state = wider
        raise TooFarError


def _whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 19  # noqa: PLR2004
