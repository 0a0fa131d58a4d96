"""Commands that run other commands: shells, `exec`, `timeout`, `env` and their like."""

from collections.abc import Callable

from cmp.waits.nouns.text import HOLE, known
from cmp.waits.nouns.time import duration
from cmp.waits.shell.flow import havoc
from cmp.waits.shell.interpreter import Shell, apart, settled
from cmp.waits.shell.state import Flow, State, exited, join

Execute = Callable[..., Flow]
_SHELLS = ("sh", "bash", "ash", "dash", "zsh", "ksh")


def script(shell: Shell, text: str, argv: list[str], state: State) -> Flow:
    """Return how a script ends that a shell of its own runs, with its name and arguments."""
    inner = state._replace(arguments=tuple(argv[1:]), functions={}, options=frozenset(), saved={}, status=True)
    return apart(_parsed(shell, text, inner), state)


def sourced(shell: Shell, arguments: list[str], state: State) -> Flow:
    """Return how `. file` ends; a file that is not known may set any variable."""
    path = arguments[0] if arguments else ""
    text = state.variables.get(path, shell.program.files.get(path))
    if text is None:
        shell.strange = True
        return Flow(state._replace(variables=dict.fromkeys(state.variables, HOLE), functions={}, status=None))
    flow = _parsed(shell, text, state)
    leaves = dict(flow.leaves)
    return Flow(join(flow.goes, leaves.pop("return", None)), leaves, flow.endless)


def _parsed(shell: Shell, text: str, state: State) -> Flow:
    return shell.run(shell.parsed(text), state)


def _shell(shell: Shell, arguments: list[str], state: State, _: Execute) -> Flow:
    """Return how `sh -ec script name arguments`, `sh file arguments`, or `sh` with a script for its input ends."""
    options, command, rest = _shell_options(arguments)
    if command:
        text, rest = rest[0] if rest else None, rest[1:]
    elif rest and "s" not in options:
        text = state.variables.get(rest[0], shell.program.files.get(rest[0]))
    else:
        text, rest = state.given or None, ["sh", *rest]
    if text is None or text == HOLE:
        shell.strange = True
        return Flow(state.ended(status=None).prints(HOLE))
    inner = state._replace(
        arguments=tuple(rest[1:]), functions={}, options=frozenset(options), saved={}, given="", status=True
    )
    return apart(_parsed(shell, text, inner), state)


def _shell_options(arguments: list[str]) -> tuple[set[str], bool, list[str]]:
    """Return the options of a shell, whether a script is among its arguments, and what follows its options."""
    options: set[str] = set()
    place = 0
    while place < len(arguments) and arguments[place][:1] in ("-", "+") and len(arguments[place]) > 1:
        flag = arguments[place]
        place += 1
        if flag.startswith("--"):
            continue
        options |= {"c", "e", "s"} & set(flag)
        if "o" in flag and place < len(arguments):
            options.add({"errexit": "e"}.get(arguments[place], arguments[place]))
            place += 1
    return options, "c" in options, arguments[place:]


def _exec(shell: Shell, arguments: list[str], state: State, execute: Execute) -> Flow:
    """Return how `exec command` ends, and the script with it; without a command it is for redirections."""
    if not arguments:
        return Flow(state.ended(status=True))
    flow = execute(shell, arguments, state, tested=True)
    return Flow(None, endless=flow.endless) if flow.goes is None and not flow.leaves else _left(flow)


def _left(flow: Flow) -> Flow:
    ended = settled(flow)
    return Flow(None, endless=True) if ended is None else exited(ended)._replace(endless=flow.endless)


def _timeout(shell: Shell, arguments: list[str], state: State, execute: Execute) -> Flow:
    """Return how `timeout 5 command` ends: a command that takes longer has failed by then."""
    arguments = _without_options(arguments, ("-k", "-s", "--kill-after", "--signal"))
    limit = duration(arguments[0]) if arguments else None
    if limit is None or len(arguments) == 1:
        return Flow(state.ended(status=None).prints(HOLE))
    flow = execute(shell, arguments[1:], state, tested=True)
    late = state.later(limit, limit).ended(status=False)
    inner = settled(flow)
    if inner is None or inner.clock[0] - state.clock[0] > limit:
        return Flow(late)
    done = state._replace(status=inner.status, printed=inner.printed, clock=inner.clock)
    if inner.clock[1] - state.clock[1] > limit:
        return Flow(join(done._replace(clock=(inner.clock[0], state.clock[1] + limit)), late))
    return Flow(join(done, late) if flow.endless else done)


def _env(shell: Shell, arguments: list[str], state: State, execute: Execute) -> Flow:
    """Return how `env A=b command` ends."""
    while arguments and ("=" in arguments[0] or arguments[0] in ("-i", "-")):
        name, assigns, value = arguments[0].partition("=")
        state = state.sets(name, value) if assigns else state
        arguments = arguments[1:]
    return _wrapped(shell, arguments, state, execute)


def _wrapped(shell: Shell, arguments: list[str], state: State, execute: Execute) -> Flow:
    """Return how a command ends that is run as if it stood there itself."""
    while arguments and arguments[0].startswith("-"):
        arguments = arguments[1:]
    return (
        apart(execute(shell, arguments, state, tested=True), state)
        if arguments
        else Flow(state.ended(status=None).prints(HOLE))
    )


def _as_other(shell: Shell, arguments: list[str], state: State, execute: Execute) -> Flow:
    """Return how `gosu user command` ends."""
    return _wrapped(shell, arguments[1:], state, execute)


def _nice(shell: Shell, arguments: list[str], state: State, execute: Execute) -> Flow:
    """Return how `nice -n 10 command` ends."""
    return _wrapped(shell, _without_options(arguments, ("-n", "--adjustment", "-c")), state, execute)


def _xargs(shell: Shell, arguments: list[str], state: State, execute: Execute) -> Flow:
    """Return how `xargs command` ends: it gets the words of the input at once, or each by itself (`-I`, `-n 1`)."""
    single, holder, command = _xargs_options(arguments)
    words = state.given.split()
    if not command or not known(state.given):
        return Flow(state.ended(status=None).prints(HOLE))
    endless, statuses = False, []
    for lot in [[word] for word in words] if single else [words]:
        held = sum(part.count(holder) for part in command) * len(lot[0]) if holder else 0
        shell.steps.step(characters=held, items=len(command) + len(lot))
        argv = [part.replace(holder, lot[0]) for part in command] if holder else [*command, *lot]
        flow = apart(execute(shell, argv, state, tested=True), state)
        if flow.goes is None:
            return flow
        endless, state = endless or flow.endless, flow.goes
        statuses.append(state.status)
    status = False if False in statuses else None if None in statuses else True
    return Flow(state.ended(status=status), endless=endless)


def _xargs_options(arguments: list[str]) -> tuple[bool, str, list[str]]:
    """Return whether xargs runs once a word, what the word replaces ("" if it is put behind), and the command."""
    single, holder = False, ""
    while arguments and arguments[0].startswith("-"):
        flag, *arguments = arguments
        value = flag[2:]
        if flag[:2] in ("-I", "-n", "-L", "-P", "-d", "-s") and not value:
            value, arguments = (arguments or [""])[0], arguments[1:]
        holder = value if flag.startswith("-I") else holder
        single = single or bool(holder) or (flag[:2] in ("-n", "-L") and value == "1")
    return single, holder, arguments


def _command(shell: Shell, arguments: list[str], state: State, execute: Execute) -> Flow:
    if arguments[:1] in (["-v"], ["-V"]):
        return Flow(state.ended(status=None).prints(HOLE))
    return execute(shell, arguments, state, tested=True) if arguments else Flow(state.ended(status=True))


def _eval(shell: Shell, arguments: list[str], state: State, _: Execute) -> Flow:
    text = " ".join(arguments)
    return _parsed(shell, text, state) if known(text) else havoc()


def _without_options(arguments: list[str], valued: tuple[str, ...]) -> list[str]:
    place = 0
    while place < len(arguments) and arguments[place].startswith("-"):
        place += 2 if arguments[place] in valued else 1
    return arguments[place:]


STARTED: dict[str, Callable[[Shell, list[str], State, Execute], Flow]] = {
    **dict.fromkeys(_SHELLS, _shell),
    "exec": _exec,
    "timeout": _timeout,
    "env": _env,
    "command": _command,
    "builtin": _command,
    "eval": _eval,
    "xargs": _xargs,
    "nice": _nice,
    "ionice": _nice,
    "gosu": _as_other,
    "su-exec": _as_other,
    **dict.fromkeys(
        ("tini", "dumb-init", "catatonit", "busybox", "sudo", "nohup", "setsid", "time", "stdbuf"), _wrapped
    ),
}
"""By name; the last group takes no options with values in what is followed."""
