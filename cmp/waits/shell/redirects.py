"""Redirections: a statement reads or writes a file of the script, nothing, or a connection that bash opens."""

from typing import NamedTuple

from cmp.waits.grammar.syntax import Redirect, Redirected
from cmp.waits.nouns.model import Host, Truth
from cmp.waits.nouns.probe import Attempt, Probe
from cmp.waits.nouns.text import HOLE
from cmp.waits.shell.expand import Expander
from cmp.waits.shell.interpreter import NeverError, Shell, checked, meant, runs
from cmp.waits.shell.state import Flow, State

_OPENED = "/dev/tcp/"
_NOWHERE = ("/dev/null", "/dev/stderr", "2", "-")


class _Wiring(NamedTuple):
    """Where a statement reads and writes: its own state, what it has connected to, and the file that it writes.

    `errors` tells that its errors go where its output does, `fed` that it does not read what the ones around it read.
    """

    inner: State
    opened: Flow
    path: str = ""
    errors: bool = False
    fed: bool = False


@runs(Redirected)
def _redirected(shell: Shell, node: Redirected, state: State, tested: bool) -> Flow:  # noqa: FBT001
    expander = Expander(shell, state)
    try:
        targets = [expander.text(redirect.word) for redirect in node.redirects]
    except NeverError:
        return Flow(None, endless=True)
    outer = expander.state
    wiring = _Wiring(outer, Flow(outer.ended(status=True), endless=expander.endless))
    for redirect, target in zip(node.redirects, targets, strict=True):
        wiring = _wired(shell, wiring, redirect, target)
    ready = wiring.opened.goes
    if ready is None or ready.status is False:
        return checked(wiring.opened, tested=tested)
    flow = _back(shell.run(node.body, wiring.inner._replace(clock=ready.clock), tested=tested), outer, wiring)
    if ready.status is None:
        flow = flow.beside(checked(Flow(ready.ended(status=False)), tested=tested))
    return flow.after(wiring.opened._replace(goes=None))


def _wired(shell: Shell, wiring: _Wiring, redirect: Redirect, target: str) -> _Wiring:
    """Return the wiring with one redirection more."""
    inner, operator = wiring.inner, redirect.operator
    if target.startswith(_OPENED):
        return wiring._replace(opened=_connected(shell, target, inner))
    if operator in ("<<", "<<<", "<"):
        return wiring._replace(inner=inner._replace(given=_given(shell, operator, target, inner)), fed=True)
    if redirect.descriptor == "2" and target == "1":
        return wiring._replace(errors=inner.printed is not None)
    if ">" not in operator or redirect.descriptor not in ("", "1") or target in ("1", "/dev/stdout"):
        return wiring
    if target in _NOWHERE:
        return wiring._replace(inner=inner._replace(printed=None), path="", errors=False)
    before = inner.variables.get(target, "") if operator == ">>" else ""
    return wiring._replace(inner=inner._replace(printed=before), path=target)


def _back(flow: Flow, outer: State, wiring: _Wiring) -> Flow:
    """Return a flow that writes where the statement around it does."""

    def back(state: State) -> State:
        given = outer.given if wiring.fed else state.given
        if wiring.path:
            return state.sets(wiring.path, state.printed or "")._replace(printed=outer.printed, given=given)
        printed = outer.printed if state.printed is None else state.printed
        # what a program says of its failure is not known
        errors = HOLE if wiring.errors and printed is not None and state.status is not True else ""
        return state._replace(printed=None if printed is None else printed + errors, given=given)

    leaves = {way: back(state) for way, state in flow.leaves.items()}
    return Flow(back(flow.goes) if flow.goes else None, leaves, flow.endless)


def _given(shell: Shell, operator: str, target: str, state: State) -> str:
    if target == "/dev/null":
        return ""
    if operator == "<":
        text = state.variables.get(target, shell.program.files.get(target, HOLE))
        shell.steps.handle(characters=len(text))
        return text
    return target + "\n" if operator == "<<<" else target


def _connected(shell: Shell, target: str, state: State) -> Flow:
    """Return how it ends to open `/dev/tcp/host/port`."""
    name, _, port = target.removeprefix(_OPENED).partition("/")
    if not meant(name):
        return Flow(state.ended(status=None))
    probe = Probe(target=Host(name=name, port=port if port.isdecimal() else ""), truth=Truth.READY)
    return shell.attempt(Attempt(probes=(probe,)), state)
