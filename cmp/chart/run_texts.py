"""Whether a text that a chart runs by `tpl` may call a function that returns something else each time.

What `tpl` runs is known only in a render: a value, a file, a string of a template, or what they are put together to.
So any text that holds an action counts, and so does one that holds a part of an action.
"""

import re
from collections.abc import Iterable, Iterator

from cmp.chart.actions import STRING, actions
from cmp.chart.varying import names_varying

RUNS = re.compile(r"(?<![\w.$])tpl(?!\w)")
_TESTED = re.compile(rf"(?:contains|has(?:Prefix|Suffix)|(?:must)?[rR]egexMatch)\s+(?:{STRING.pattern})", re.DOTALL)
"""A string that another one is searched for; `tpl` gets none of it."""
_BRACE = re.compile(r"\\(?:x7b|u007b|U0000007b|173)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\[xuU0-7]")  # a letter of a name, as a number


def may_vary(texts: Iterable[str], insides: Iterable[str]) -> bool:
    """Tell whether one of the texts, or a string of the templates' actions, may call such a function."""
    return any(map(_calls, texts)) or any(_calls(one) for inside in insides for one in _strings(inside))


def _strings(inside: str) -> Iterator[str]:
    """Yield the strings of an action; where it runs a text, one that is the name of such a function is one too."""
    if '"' not in inside and "`" not in inside:
        return
    runs = "tpl" in inside and RUNS.search(inside)
    for string in STRING.findall(_TESTED.sub("", inside)):
        held = string[1:-1]
        yield f"{{{{ {held} }}}}" if runs and "{{" not in held else held


def _calls(text: str) -> bool:
    if _BRACE.search(text):
        return True
    if "{{" not in text:
        return False
    # In a string of YAML, JSON or a template quotes may stand behind a backslash.
    readings = {text, text.replace('\\"', '"')}
    return any(map(_acts, readings)) or all(map(_is_part, readings))


def _acts(text: str) -> bool:
    return any(map(_is_suspect, (text[start:end] for start, end, closed in actions(text) if closed)))


def _is_suspect(inside: str) -> bool:
    return bool(names_varying(inside) or _ESCAPE.search(inside) or "%" in STRING.sub("", inside))


def _is_part(text: str) -> bool:
    return not all(closed for _, _, closed in actions(text))
