"""Runs simple commands: functions of the script, builtins, known programs, and unknown ones."""

from cmp.waits.grammar.syntax import Assignment, Simple
from cmp.waits.nouns.text import ELEMENT, HOLE
from cmp.waits.shell import flow as flows
from cmp.waits.shell import loops, redirects
from cmp.waits.shell.builtins import BUILTINS
from cmp.waits.shell.expand import Expander
from cmp.waits.shell.filters import FILTERS
from cmp.waits.shell.interpreter import NeverError, Shell, checked, runs
from cmp.waits.shell.started import STARTED, script
from cmp.waits.shell.state import Flow, State
from cmp.waits.vocabulary import attempted, program_of

RUNNERS = (flows, loops, redirects)
"""The modules that run the other statements; importing them fills the table."""
_WORD, _LINE, _CHARACTER = 4, 4, 2
"""How many items a word of a command is, and a line that a filter reads; and how many characters one that it reads."""


@runs(Simple)
def _simple(shell: Shell, node: Simple, state: State, tested: bool) -> Flow:  # noqa: FBT001
    expander = Expander(shell, state)
    try:
        argv = expander.fields(node.words)
        shell.steps.handle(characters=sum(map(len, argv)), items=_WORD * len(argv))
        assigned = [(each.name, _value(expander, each)) for each in node.assignments if each.name]
    except NeverError:
        return Flow(None, endless=True)
    before = expander.state
    after = before.sets_each(dict(assigned))
    if not argv:
        flow = Flow(after if expander.ran else after.ended(status=True))
    else:
        flow = execute(shell, argv, after.ended(status=state.status), tested=tested)
        if assigned and flow.goes:  # they were set for this command alone
            kept = {name: before.variables[name] for name, _ in assigned if name in before.variables}
            lost = {name for name, _ in assigned} - kept.keys()
            variables = {name: value for name, value in flow.goes.variables.items() if name not in lost}
            flow = flow._replace(goes=flow.goes._replace(variables={**variables, **kept}))
    return checked(flow._replace(endless=True) if expander.endless else flow, tested=tested)


def _value(expander: Expander, assignment: Assignment) -> str:
    if assignment.elements is None:
        value = expander.text(assignment.value)
    else:
        value = ELEMENT.join(expander.fields(assignment.elements))
    if not assignment.appends:
        return value
    before = expander.state.variables.get(assignment.name, HOLE)
    return before + (ELEMENT if before and assignment.elements is not None else "") + value


def execute(shell: Shell, argv: list[str], state: State, *, tested: bool) -> Flow:
    """Return how a command may end, by its name and arguments."""
    name, arguments = argv[0], argv[1:]
    if name in state.functions:
        return _called(shell, name, arguments, state, tested=tested)
    if name in BUILTINS:
        return BUILTINS[name](shell, arguments, state)
    text = state.variables.get(name, shell.program.files.get(name)) if "/" in name else None
    if text is not None:
        return script(shell, text, [name, *arguments], state)
    return _program(shell, program_of(name), arguments, state, tested=tested)


def _program(shell: Shell, program: str, arguments: list[str], state: State, *, tested: bool) -> Flow:
    if program in STARTED:
        with shell.deeper(state):
            return STARTED[program](shell, arguments, state, execute)
    if program in FILTERS:
        given = state.given
        shell.steps.handle(characters=_CHARACTER * len(given), items=_LINE * given.count("\n"))
        status, printed = FILTERS[program](arguments, given)
        return Flow(state.ended(status=status).prints(printed))
    attempt = attempted(shell.call(program, arguments, state))
    if attempt is None:
        shell.strange = True
        return unknown(state)
    flow = shell.attempt(attempt, state)
    if not attempt.then or flow.goes is None or (attempt.strict and flow.goes.status is False):
        return flow
    failed = Flow(flow.goes.ended(status=False) if attempt.strict and flow.goes.status is None else None)
    with shell.deeper(flow.goes):
        return execute(shell, list(attempt.then), flow.goes, tested=tested).after(flow).beside(failed)


def unknown(state: State) -> Flow:
    """Return how a command may end of which nothing is known."""
    return Flow(state.ended(status=None).prints(HOLE))


def _called(shell: Shell, name: str, arguments: list[str], state: State, *, tested: bool) -> Flow:
    """Return how a function of the script may end, with its arguments and its own variables put back."""
    inner = state._replace(arguments=tuple(arguments), saved={}, status=True)
    flow = shell.run(state.functions[name], inner, tested=tested)

    def back(after: State) -> State:
        variables = {**after.variables, **{name: value for name, value in after.saved.items() if value is not None}}
        for own, value in after.saved.items():
            if value is None:
                variables.pop(own, None)
        return after._replace(variables=variables, arguments=state.arguments, saved=state.saved)

    leaves = {way: back(after) for way, after in flow.leaves.items()}
    returned = Flow(leaves.pop("return", None))
    return Flow(back(flow.goes) if flow.goes else None, leaves, flow.endless).beside(returned)
