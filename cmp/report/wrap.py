"""Text for people: lines break between words, and a path, a name, an address or a command stays whole."""

from contextvars import ContextVar

COLUMNS = 80
"""The width of text that goes to a pipe or a file."""
PAGE = ContextVar("PAGE", default=COLUMNS)
"""The width of the lines that are made now: that of the terminal, where they go to one."""
HANG = "    "
"""What stands before the lines of a text but the first."""
_WHOLE = ("← ", "→ ", "CAN FINISH", "WOULD HANG", "WOULD FAIL", "NO ANSWER", "LEFT TO ARGO CD")  # no line ends amid one


_COMMAND = r"`[^`]+`|\bswell [a-z]+(?: (?:[-<$]\S*|[A-Z]+\b|\S*[/.]\S+))*"
"""What stands between backticks, or a call of `swell` with its options, words in capitals, and paths."""


def wrapped(text: str, indent: str = "", hang: str = HANG, *, cut: bool = False) -> list[str]:
    """Return a text in lines of the page's width.

    Args:
        text: a text, whose own line ends count as spaces: no name or value begins a line that looks like ours.
        indent: stands before each line.
        hang: stands behind that, before all lines but the first.
        cut: whether a word that is longer than a line is cut in two.
    """
    width, text = PAGE.get(), text.replace("\n", " ")
    if len(indent) + len(text) <= width:
        return [f"{indent}{text}".rstrip()]
    import re
    import textwrap

    wrap = textwrap.TextWrapper(
        width, initial_indent=indent, subsequent_indent=indent + hang, break_on_hyphens=False, break_long_words=cut
    )
    for whole in (*_WHOLE, *_unbroken(text, width - len(indent + hang))):
        text = text.replace(whole, whole.replace(" ", "\0"))
    if "::" in text:  # GitHub's runner takes a line that begins so for a command
        text = re.sub("(?<! ) ++(?=::)", lambda spaces: "\0" * len(spaces[0]), text)
    return [line.replace("\0", " ") for line in wrap.wrap(text)] or [""]


def _unbroken(text: str, room: int) -> list[str]:
    """Return what stays on one line where it has room there: commands, and what stands behind three spaces."""
    import re

    return [one for one in (*re.findall(_COMMAND, text), *text.split("   ")[1:]) if len(one) <= room]


def fitted(text: str) -> str:
    """Return a text of several lines with each that is too long broken, its indentation before all parts."""
    lines = (wrapped(line.lstrip(), line[: len(line) - len(line.lstrip())]) for line in text.split("\n"))
    return "\n".join(part for parts in lines for part in parts)


def pasteable(label: str, command: str) -> list[str]:
    """Return a command behind its label, without a break in it: `a; b` as a line each, a long one below its label."""
    width = PAGE.get()
    if len(label) + len(command) <= width:
        return [f"{label}{command}"]
    each = command.split("; ")
    if all(len(label) + len(one) <= width for one in each):
        return [f"{label if number == 0 else ' ' * len(label)}{one}" for number, one in enumerate(each)]
    below = " " * (len(label) - len(label.lstrip()) + 4)
    return [label.rstrip(), *(f"{below}{one}" for one in each)]


def advised(fix: str, indent: str) -> list[str]:
    """Return the lines of a fix; those behind the first are an example, and stay as they are."""
    first, *example = fix.split("\n")
    return [*wrapped(f"fix: {first}", indent), *(f"{indent}  {line}" for line in example)]
