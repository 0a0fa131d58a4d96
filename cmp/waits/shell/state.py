"""The state of a running script, and the ways in which a statement may end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from cmp.waits.nouns.text import HOLE, bounded

if TYPE_CHECKING:
    from cmp.waits.grammar.syntax import Statement

Clock = tuple[float, float]
"""Seconds since the container started: at least, and at most."""
_MISSING = object()


class State(NamedTuple):
    """A script between two statements, or several such states in one, in which all that differs is unknown.

    `status` is whether the last command succeeded, None if unknown. `printed` is the output that a substitution or pipe
    collects, None where output goes to the log. `saved` are the local variables of the running function, with their
    former values.
    """

    variables: Mapping[str, str]
    arguments: tuple[str, ...] = ()
    functions: Mapping[str, Statement] = {}
    status: bool | None = True
    printed: str | None = None
    given: str = ""
    clock: Clock = (0.0, 0.0)
    options: frozenset[str] = frozenset()
    saved: Mapping[str, str | None] = {}

    def ended(self, *, status: bool | None) -> State:
        """Return the state with a status."""
        return self if self.status is status else self._replace(status=status)

    def prints(self, text: str) -> State:
        """Return the state after something was written."""
        return self if self.printed is None else self._replace(printed=bounded(self.printed + text))

    def sets(self, name: str, value: str) -> State:
        """Return the state with a variable, or with the text of a file, whose name is its path."""
        return self.sets_each({name: value})

    def sets_each(self, values: Mapping[str, str]) -> State:
        """Return the state with several variables, itself where there are none."""
        if not values:
            return self
        return self._replace(variables={**self.variables, **{name: bounded(value) for name, value in values.items()}})

    def later(self, least: float, most: float) -> State:
        """Return the state some seconds later."""
        return self._replace(clock=(self.clock[0] + least, self.clock[1] + most))


class Flow(NamedTuple):
    """How a statement may end: it goes on in a state, it leaves in others, or it never ends.

    `leaves` has the states by the way of leaving: `break`, `continue`, `return`, and of the whole script `done` and
    `failed`; with a number behind `break` and `continue` for the outer loops. `endless` tells that it may never end.
    """

    goes: State | None
    leaves: Mapping[str, State] = {}
    endless: bool = False

    def after(self, earlier: Flow) -> Flow:
        """Return this flow behind an earlier one."""
        if not (earlier.leaves or earlier.endless):
            return self
        return Flow(self.goes, met(earlier.leaves, self.leaves), self.endless or earlier.endless)

    def beside(self, other: Flow) -> Flow:
        """Return what may be where either flow may be."""
        return Flow(join(self.goes, other.goes), met(self.leaves, other.leaves), self.endless or other.endless)


def left(way: str, state: State) -> Flow:
    """Return a flow that leaves in one way."""
    return Flow(None, {way: state})


def exited(state: State) -> Flow:
    """Return the flow of a script that ends with the status of its state."""
    ways = {"done": state, "failed": state}
    if state.status is not None:
        del ways["failed" if state.status else "done"]
    return Flow(None, ways)


def met(one: Mapping[str, State], other: Mapping[str, State]) -> Mapping[str, State]:
    """Return the ways of leaving of two flows."""
    if not (one and other):
        return one or other
    return {way: state for way in {**one, **other} if (state := join(one.get(way), other.get(way)))}


def join(one: State | None, other: State | None) -> State | None:
    """Return two states as one, of which only what both agree in is known."""
    if one is None or other is None or one is other:
        return one or other
    return State(
        variables=_joined(one.variables, other.variables),
        arguments=one.arguments if one.arguments == other.arguments else (HOLE,),
        functions=one.functions if one.functions == other.functions else {},
        status=one.status if one.status == other.status else None,
        printed=one.printed if one.printed == other.printed else HOLE,
        given=one.given if one.given == other.given else HOLE,
        clock=(min(one.clock[0], other.clock[0]), max(one.clock[1], other.clock[1])),
        options=one.options & other.options,
        saved={**one.saved, **other.saved},
    )


def joined(states: Iterable[State | None]) -> State | None:
    """Return any number of states as one."""
    found: State | None = None
    for state in states:
        found = join(found, state)
    return found


def _joined(one: Mapping[str, str], other: Mapping[str, str]) -> Mapping[str, str]:
    if one is other or one == other:
        return one
    return {
        name: one[name] if one.get(name, _MISSING) == other.get(name, _MISSING) else HOLE for name in {**one, **other}
    }
