"""Text for people: lines break between words, and a path, a name or an address stays whole."""

from contextvars import ContextVar

COLUMNS = 80
"""The width of text that goes to a pipe or a file."""
PAGE = ContextVar("PAGE", default=COLUMNS)
"""The width of the lines that are made now: that of the terminal, where they go to one."""
_WHOLE = ("← ", "→ ", "CAN FINISH", "WOULD HANG", "WOULD FAIL", "NO ANSWER")  # no line ends amid one


def wrapped(text: str, indent: str = "", hang: str = "    ", *, cut: bool = False) -> list[str]:
    """Return a text in lines of the page's width.

    Args:
        text: a text of one line.
        indent: stands before each line.
        hang: stands behind that, before all lines but the first.
        cut: whether a word that is longer than a line is cut in two.
    """
    width = PAGE.get()
    if len(indent) + len(text) <= width:
        return [f"{indent}{text}".rstrip()]
    import textwrap

    wrap = textwrap.TextWrapper(
        width, initial_indent=indent, subsequent_indent=indent + hang, break_on_hyphens=False, break_long_words=cut
    )
    for whole in _WHOLE:
        text = text.replace(whole, whole.replace(" ", "\0"))
    return [line.replace("\0", " ") for line in wrap.wrap(text)] or [""]


def advised(fix: str, indent: str) -> list[str]:
    """Return the lines of a fix; those behind the first are an example, and stay as they are."""
    first, *example = fix.split("\n")
    return [*wrapped(f"fix: {first}", indent), *(f"{indent}  {line}" for line in example)]
