"""Runs statements that contain others: sequences, chains, branches, pipes and subshells."""

from collections.abc import Sequence as List

from cmp.waits.grammar.syntax import (
    Background,
    Case,
    Chain,
    Function,
    If,
    Not,
    Pipe,
    Sequence,
    Statement,
    Subshell,
    Unknown,
    Word,
)
from cmp.waits.nouns.text import HOLE, glob
from cmp.waits.shell.expand import Expander
from cmp.waits.shell.interpreter import NeverError, Shell, apart, checked, runs, settled, split
from cmp.waits.shell.state import Flow, State, exited

NEVER, FAILED = "background command that never ends", "last background command failed"
"""What is remembered of commands in the background, beside a shell's options."""
_HAVOC = State(variables={}, arguments=(HOLE,), status=None, printed=HOLE, given=HOLE, clock=(0.0, float("inf")))


@runs(Sequence)
def _sequence(shell: Shell, node: Sequence, state: State, tested: bool) -> Flow:  # noqa: FBT001
    flow = Flow(state)
    for statement in node.statements:
        if flow.goes is None:
            break
        flow = shell.run(statement, flow.goes, tested=tested).after(flow)
    return flow


@runs(Chain)
def _chain(shell: Shell, node: Chain, state: State, tested: bool) -> Flow:  # noqa: FBT001
    flow = shell.run(node.first, state, tested=True)
    enters, skips = split(flow.goes, wanted=node.wants)
    flow = flow._replace(goes=skips)
    return flow if enters is None else flow.beside(shell.run(node.second, enters, tested=tested))


@runs(Not)
def _not(shell: Shell, node: Not, state: State, _: bool) -> Flow:  # noqa: FBT001
    flow = shell.run(node.body, state, tested=True)
    if flow.goes is None or flow.goes.status is None:
        return flow
    return flow._replace(goes=flow.goes.ended(status=not flow.goes.status))


@runs(If)
def _if(shell: Shell, node: If, state: State, tested: bool) -> Flow:  # noqa: FBT001
    flow = shell.run(node.test, state, tested=True)
    enters, skips = split(flow.goes, wanted=True)
    flow = flow._replace(goes=None)
    if enters is not None:
        flow = flow.beside(shell.run(node.body, enters.ended(status=True), tested=tested))
    if skips is not None:
        flow = flow.beside(shell.run(node.other, skips.ended(status=True), tested=tested))
    return flow


@runs(Case)
def _case(shell: Shell, node: Case, state: State, tested: bool) -> Flow:  # noqa: FBT001
    expander = Expander(shell, state)
    try:
        text = expander.text(node.word)
        fits = [_fit(expander, text, patterns) for patterns, _ in node.branches]
    except NeverError:
        return Flow(None, endless=True)
    state = expander.state.ended(status=True)
    flow = Flow(None, endless=expander.endless)
    for (_, body), fit in zip(node.branches, fits, strict=True):
        if fit is not False:
            flow = flow.beside(shell.run(body, state, tested=tested))
        if fit:
            return flow
    return flow.beside(Flow(state))


def _fit(expander: Expander, text: str, patterns: List[Word]) -> bool | None:
    expander.shell.steps.step(characters=len(text) * len(patterns))
    fits = [glob(text, expander.text(pattern)) for pattern in patterns]
    return True if True in fits else (None if None in fits else False)


@runs(Pipe)
def _pipe(shell: Shell, node: Pipe, state: State, tested: bool) -> Flow:  # noqa: FBT001
    """Run each part with what the one before wrote; their times add up, which is the latest end."""
    given, clock, endless, failing = state.given, state.clock, False, []
    inner: State | None = None
    for place, part in enumerate(node.parts):
        printed = state.printed if place == len(node.parts) - 1 else ""
        flow = shell.run(part, state._replace(given=given, clock=clock, printed=printed, saved={}), tested=tested)
        inner = settled(flow)
        if inner is None:
            return Flow(None, endless=True)
        given, clock, endless = inner.printed or "", inner.clock, endless or flow.endless
        failing.append(inner.status)
    if inner is None:
        return Flow(state)
    if "pipefail" in state.options:
        inner = inner.ended(status=False if False in failing else (None if None in failing else True))
    ended = state._replace(status=inner.status, printed=inner.printed, clock=clock)
    return checked(Flow(ended, endless=endless), tested=tested)


@runs(Subshell)
def _subshell(shell: Shell, node: Subshell, state: State, tested: bool) -> Flow:  # noqa: FBT001
    return checked(apart(shell.run(node.body, state._replace(saved={}), tested=tested), state), tested=tested)


@runs(Background)
def _background(shell: Shell, node: Background, state: State, _: bool) -> Flow:  # noqa: FBT001
    """Run a command beside the script, which `wait` may wait for."""
    ended = settled(shell.run(node.body, state._replace(printed=None, saved={}), tested=True))
    fate = NEVER if ended is None else FAILED if ended.status is False else ""
    options = (state.options - {FAILED}) | ({fate} if fate else set())
    return Flow(state._replace(options=options, status=True))


@runs(Function)
def _function(_: Shell, node: Function, state: State, __: bool) -> Flow:  # noqa: FBT001
    functions: dict[str, Statement] = {**state.functions, node.name: node.body}
    return Flow(state._replace(functions=functions, status=True))


@runs(Unknown)
def _unknown(*_: object) -> Flow:
    return havoc()


def havoc() -> Flow:
    """Return the flow of what is not followed: it may go on with anything, or end the script."""
    flow = exited(_HAVOC)
    return flow._replace(goes=_HAVOC, leaves={**flow.leaves, "return": _HAVOC, "break": _HAVOC})
