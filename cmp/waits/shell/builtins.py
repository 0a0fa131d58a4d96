"""The shell's builtin commands, as far as they matter for waits."""

import re
from collections.abc import Callable, Iterator, Sequence

from cmp.waits.nouns.text import BLANKS, ELEMENT, HOLE, known, number
from cmp.waits.nouns.time import duration
from cmp.waits.shell.arithmetic import WEIGHT, reckon
from cmp.waits.shell.conditions import condition
from cmp.waits.shell.flow import FAILED, NEVER, havoc
from cmp.waits.shell.interpreter import Shell
from cmp.waits.shell.output import cat, date, echo, printf
from cmp.waits.shell.started import sourced
from cmp.waits.shell.state import Flow, State, exited, left

Builtin = Callable[[Shell, list[str], State], Flow]


def _ends(*, status: bool | None) -> Builtin:
    return lambda _shell, _arguments, state: Flow(state.ended(status=status))


def _tested(_: Shell, arguments: list[str], state: State) -> Flow:
    return Flow(state.ended(status=condition(arguments, state.variables)))


def _bracket(shell: Shell, arguments: list[str], state: State) -> Flow:
    closed = bool(arguments) and arguments[-1] in ("]", "]]")
    return _tested(shell, arguments[:-1], state) if closed else Flow(state.ended(status=None))


def _sleep(_: Shell, arguments: list[str], state: State) -> Flow:
    total = 0.0
    for text in arguments:
        seconds = duration(text)
        if seconds is None:
            return Flow(state.ended(status=True).later(0, float("inf")))
        total += seconds
    return Flow(None, endless=True) if total == float("inf") else Flow(state.ended(status=True).later(total, total))


def _wait(_: Shell, arguments: list[str], state: State) -> Flow:
    """Wait for the commands in the background; with an argument the status is that of the last one, if it is known."""
    if NEVER in state.options:
        return Flow(None, endless=True)
    status = (False if FAILED in state.options else None) if arguments else True
    return Flow(state.ended(status=status).later(0, float("inf")))


def _read(_: Shell, arguments: list[str], state: State) -> Flow:
    """Read a line; each variable gets one word, and the last one the rest of the line; with `-a` one gets all."""
    names = [each for each in arguments if not each.startswith("-")]
    flags = {letter for each in arguments if each.startswith("-") for letter in each[1:]}
    separators = state.variables.get("IFS", BLANKS)
    if flags - {"r", "s", "a"}:
        return havoc()
    if not known(state.given, separators):
        return Flow(state.sets_each(dict.fromkeys(names, HOLE)).ended(status=None))
    line, end, rest = state.given.partition("\n")
    words = _words(line, separators, 0 if "a" in flags else len(names))
    if "a" in flags:
        words = [ELEMENT.join(words)]
    state = state.sets_each({name: words[place] if place < len(words) else "" for place, name in enumerate(names)})
    return Flow(state._replace(given=rest, status=bool(end or line)))


def _words(line: str, separators: str, most: int) -> list[str]:
    """Return a line in words, at most so many; 0 is any number."""
    if not separators:
        return [line]
    if not separators.strip():
        return line.strip().split(None, most - 1)
    return re.split(f"[{re.escape(separators)}]", line, maxsplit=max(most - 1, 0))


def _local(_: Shell, arguments: list[str], state: State) -> Flow:
    named = {name: value for name, _, value in _assignments(arguments)}
    saved = {name: state.variables.get(name) for name in named}
    return Flow(state.sets_each(named)._replace(saved={**saved, **state.saved}, status=True))


def _export(_: Shell, arguments: list[str], state: State) -> Flow:
    named = {name: value for name, assigns, value in _assignments(arguments) if assigns}
    return Flow(state.sets_each(named).ended(status=True))


def _assignments(arguments: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield names with what is between them and their values, "" for a name alone."""
    yield from (parts for text in arguments if (parts := text.partition("="))[0].isidentifier())


def _unset(_: Shell, arguments: list[str], state: State) -> Flow:
    gone = {name: "" for name in arguments if not name.startswith("-")}
    return Flow(state._replace(variables={**state.variables, **gone}, status=True))


def _set(_: Shell, arguments: list[str], state: State) -> Flow:
    options, rest, place = set(state.options), None, 0
    while place < len(arguments):
        each = arguments[place]
        if each == "--" or not each.startswith(("-", "+")) or len(each) == 1:
            rest = arguments[place + (each == "--") :]
            break
        named = "o" in each[1:]
        chosen = {
            *each[1:].replace("o", ""),
            *([_NAMES.get(arguments[place + 1], "")] if named and arguments[place + 1 :] else []),
        }
        options = options | chosen if each[0] == "-" else options - chosen
        place += 1 + named
    state = state._replace(options=frozenset(options & {"e", "pipefail"}), status=True)
    return Flow(state if rest is None else state._replace(arguments=tuple(rest)))


_NAMES = {"errexit": "e", "pipefail": "pipefail"}


def _shift(_: Shell, arguments: list[str], state: State) -> Flow:
    said = number(arguments[0]) if arguments else None
    times = 1 if said is None else said
    gone = state.arguments if known(*state.arguments[:times]) else (HOLE,) * (times + 1)
    return Flow(state._replace(arguments=gone[times:], status=len(state.arguments) >= times))


def _status(arguments: Sequence[str], state: State) -> State:
    if not arguments:
        return state
    said = number(arguments[0])
    return state.ended(status=None if said is None else said % 256 == 0)


def _leaving(word: str) -> Builtin:
    def leave(_: Shell, arguments: list[str], state: State) -> Flow:
        level = arguments[0] if arguments and arguments[0] != "1" else ""
        return left(f"{word}{level}", state.ended(status=True)) if level in ("", "2", "3", "4") else havoc()

    return leave


def _let(shell: Shell, arguments: list[str], state: State) -> Flow:
    value: int | None = 0
    for expression in arguments:
        shell.steps.handle(characters=WEIGHT * len(expression))
        value, changed = reckon(expression, state.variables)
        state = state.sets_each(changed)
    return Flow(state.ended(status=None if value is None else value != 0))


def _anything(*_: object) -> Flow:
    return havoc()


def _trap(_: Shell, arguments: list[str], state: State) -> Flow:
    """Follow no trap; one that ends the script, or is not known, may make a success of anything."""
    harmless = not arguments or (known(arguments[0]) and "exit" not in arguments[0] and "return" not in arguments[0])
    return Flow(state.ended(status=True)) if harmless else havoc()


BUILTINS: dict[str, Builtin] = {
    ":": _ends(status=True),
    "true": _ends(status=True),
    "false": _ends(status=False),
    "test": _tested,
    "[": _bracket,
    "[[": _bracket,
    "((": _let,
    "let": _let,
    "cat": cat,
    "echo": echo,
    "printf": printf,
    "sleep": _sleep,
    "date": date,
    "read": _read,
    "local": _local,
    "declare": _local,
    "typeset": _local,
    "export": _export,
    "readonly": _export,
    "unset": _unset,
    "set": _set,
    "shift": _shift,
    "return": lambda _, arguments, state: left("return", _status(arguments, state)),
    "exit": lambda _, arguments, state: exited(_status(arguments, state)),
    "break": _leaving("break"),
    "continue": _leaving("continue"),
    "trap": _trap,
    "source": sourced,
    ".": sourced,
    "mapfile": _anything,
    "readarray": _anything,
    "getopts": _anything,
    "alias": _anything,
    "wait": _wait,
    **dict.fromkeys(("cd", "umask", "ulimit", "hash", "shopt"), _ends(status=True)),
    **dict.fromkeys(("type", "which"), _ends(status=None)),
}
