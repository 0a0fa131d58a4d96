"""Commands that print: echo, printf, date and cat."""

from cmp.waits.nouns.text import HOLE, LONGEST, known
from cmp.waits.shell.expand import EPOCH, now
from cmp.waits.shell.interpreter import Shell
from cmp.waits.shell.state import Flow, State


def echo(_: Shell, arguments: list[str], state: State) -> Flow:
    """Write the arguments."""
    end = "\n"
    while arguments and arguments[0] in ("-n", "-e", "-ne", "-en", "-E"):
        end = "" if "n" in arguments[0] else end
        arguments = arguments[1:]
    return Flow(state.ended(status=True).prints(" ".join(arguments) + end))


def printf(_: Shell, arguments: list[str], state: State) -> Flow:
    """Print a format of `%s`, `%d` and `\\n`; any other gives what is not known."""
    arguments = arguments[1:] if arguments[:1] == ["--"] else arguments
    layout, *values = arguments or [""]
    if layout.startswith("-v") or not known(layout):
        return Flow(state.ended(status=None).prints(HOLE))
    plain = layout.replace("\\n", "\n").replace("\\t", "\t").replace("%d", "%s").split("%s")
    if any("%" in part or "\\" in part for part in plain):
        return Flow(state.ended(status=True).prints(HOLE))
    slots, text = len(plain) - 1, ""
    if len(layout) * (len(values) // max(slots, 1)) > LONGEST:
        return Flow(state.ended(status=True).prints(HOLE))
    for start in range(0, max(len(values), 1), max(slots, 1)):
        chosen = [*values[start : start + slots], *[""] * slots]
        text += "".join(part + value for part, value in zip(plain, [*chosen[:slots], ""], strict=True))
        if not slots:
            break
    return Flow(state.ended(status=True).prints(text))


def date(shell: Shell, arguments: list[str], state: State) -> Flow:
    """Write the seconds of the clock; any other format is not known."""
    text = now(shell, state, EPOCH) if [each for each in arguments if each != "-u"] == ["+%s"] else HOLE
    return Flow(state.ended(status=True).prints(f"{text}\n"))


def cat(shell: Shell, arguments: list[str], state: State) -> Flow:
    """Write files that are known, or what is given."""
    texts = []
    for path in [each for each in arguments if each == "-" or not each.startswith("-")] or ["-"]:
        text = state.given if path == "-" else state.variables.get(path, shell.program.files.get(path))
        if text is None:
            return Flow(state.ended(status=None).prints(HOLE))
        texts.append(text)
        if sum(map(len, texts)) > LONGEST:
            return Flow(state.ended(status=True).prints(HOLE))
    return Flow(state.ended(status=True).prints("".join(texts)))
