"""The colours of text for people. Rich prints them; it is imported on a terminal alone."""

from io import StringIO

from rich.console import Console
from rich.highlighter import RegexHighlighter
from rich.text import Text
from rich.theme import Theme

_PREFIX = "swell."
_STYLES = {
    "good": "bold green",
    "bad": "bold red",
    "doubt": "bold yellow",
    "info": "bold blue",
    "head": "bold",
    "fix": "bold",
    "place": "cyan",
    "aside": "dim",
    "added": "green",
    "removed": "red",
    "command": "cyan",
}
_WORDS = (
    r"(?P<good>\bCAN FINISH\b|\bno findings\b|\bsame inputs\b|\bnothing to order\b|^ok\b)",
    r"(?P<bad>\bWOULD (HANG|FAIL)\b|\bNO ANSWER\b|^wrong\b|^(fatal )?errors?$|\b[1-9]\d* errors?\b|^ +ERROR\b)",
    r"(?P<doubt>\bUNCLEAR\b|^warnings?$|\b[1-9]\d* warnings?\b|^ +WARNING\b)",
    r"(?P<info>^info$|^ +INFO\b)",
    r"(?P<head>^ *wave +object\b.*|^(dangers|images|pods roll|moved in the sync)$)",
    r"(?P<fix>^ *fix:|^  (decided by|waits|needs|needed by)$)",
    r"(?P<place>(?<=\s)[\w$./{}-]+\.(ya?ml|tpl|lock)(:\d+)+)",
    r"(?P<aside>\([a-z]+(-[a-z]+)+\)$|^Judged by .*)",
    r"(?P<added>^ *\+ (?=\S).*)",
    r"(?P<removed>^ *- (?=\S).*)",  # in a table, more spaces stand behind a dash
    r"(?P<command>\bswell (plan|check|why|diff|values|lock|stuck|doctor|init|convert|release)\b( [\w$./{}-]+)*)",
)


class _Words(RegexHighlighter):
    """Finds the words that have a style of their own, a line at a time."""

    base_style = _PREFIX
    highlights = tuple(f"(?m){one}" for one in _WORDS)


def coloured(text: str) -> str:
    """Return a text with colours for what is good, bad, in doubt, a heading, a place or a command."""
    theme = Theme({f"{_PREFIX}{name}": style for name, style in _STYLES.items()})
    page = StringIO()
    words = Text(text)
    _Words().highlight(words)
    Console(file=page, force_terminal=True, theme=theme, highlight=False).print(words, soft_wrap=True, end="")
    return page.getvalue()
