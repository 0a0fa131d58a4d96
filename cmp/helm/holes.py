"""The holes in Helm's phrases: what may stand in each, and what of that is shown.

A value is never shown. A place, an expression, a key is shown where the chart itself says it.
"""

import re
from collections.abc import Callable, Mapping

from cmp.chart.own_words import OwnWords
from cmp.helm.schema_phrases import KEYWORDS
from cmp.helm.yaml_phrases import SCANNER
from cmp.value import Value
from cmp.values.secrets import HIDDEN

_LINES = 40  # of what `fail` says
_DIGITS = 3  # of an element's index
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_SINGLE = r"'(?:[^'\\]|\\.)*'"
_BASIC = (
    r"interface \{\}|any|string|bool|int|int64|uint8|float64|common\.Values|chartutil\.Values|time\.Time|time\.Duration"
)
_TYPE = (
    rf"<nil>|(?:\*|\[\]|map\[string\])*(?:{_BASIC}|engine\.files|\w*\.SimpleHead|chart\.Metadata)"
    r"|struct \{ Name string \"json:\\\"name\\\"\"; Annotations map\[string\]string \"json:\\\"annotations\\\"\" \}"
)
_JSON_TYPE = "(?:string|number|integer|boolean|bool|object|array|null)"
_JSON = f"{_JSON_TYPE}(?:(?:, | or |/){_JSON_TYPE})*"
_BOUND = "(?:exclusive)?(?:minimum|maximum|Minimum|Maximum)|multipleOf|m(?:in|ax)(?:Length|Items|Properties)"

# What the parser of templates names: what it read, and what it expected.
_NAMED = frozenset(
    """
operand
command
input
action
if
else
range
with
template clause
define clause
block clause
parenthesized pipeline
bool
integer
unsigned integer
string
float
""".strip().splitlines()
)


class Known(Value):
    """What a message may name: the chart's own words, and the names of Helm's copies of files by their paths.

    `given` are words of the call that are no values, as the version of Kubernetes.
    """

    words: OwnWords
    copies: Mapping[str, str]
    given: frozenset[str] = frozenset()


Shown = Callable[[Known, str], str]


def _words(own: Known, text: str) -> str:
    """Return what `fail` or `required` say, as far as a template has it as a sentence."""
    said: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines()[:_LINES])):
        one = own.words.sentence(line, HIDDEN) or HIDDEN
        said += [one] if [one] != said[-1:] else []
    return " ".join(said) or HIDDEN


def _place(own: Known, text: str) -> str:
    path, colon, numbers = text.partition(":")
    return f"{_path(own, path)}{colon}{numbers}"


def _path(own: Known, text: str) -> str:
    return text if text == "gotpl" or own.words.path(text) else HIDDEN


def _name(own: Known, text: str) -> str:
    """Return a text in quotes: a template's name, or what stands in an action, with its quotes or without."""
    inside = text[1:-1]
    known = inside == "gotpl" or any(map(own.words.code, (text, inside))) or own.words.path(inside)
    return text if known else HIDDEN


def _pointer(own: Known, text: str) -> str:
    return "'" + "/".join(part if not part else _key(own, part) for part in text[1:-1].split("/")) + "'"


def _dotted(own: Known, text: str) -> str:
    return text if text == "(root)" else ".".join(_key(own, part) for part in text.split("."))


def _keys(own: Known, text: str) -> str:
    return ", ".join(f"'{_key(own, part[1:-1])}'" for part in re.findall(_SINGLE, text))


def _constants(own: Known, text: str) -> str:
    return ", ".join(_constant(own, part) for part in re.findall(rf"{_SINGLE}|{_QUOTED}|[^\s,]+", text))


def _constant(own: Known, text: str) -> str:
    inside = text[1:-1].replace("\\\\", "\\") if text[:1] in ("'", '"') else text
    return text if own.words.constant(inside) else HIDDEN


def shown_key(words: OwnWords, name: str) -> str:
    """Return a key of values where the chart knows it, or the index of an element; a user's own keys are values."""
    return name if (name.isdecimal() and len(name) <= _DIGITS) or words.key(name) else HIDDEN


def _key(own: Known, text: str) -> str:
    return shown_key(own.words, text)


def _if(known: Callable[[OwnWords], Callable[[str], bool]]) -> Shown:
    """Return what shows a text where the chart's words have it."""
    return lambda own, text: text if known(own.words)(text) else HIDDEN


def _given(own: Known, text: str) -> str:
    return text if text[1:-1] in own.given else HIDDEN


def _all(_: Known, text: str) -> str:
    return text


def _none(_: Known, __: str) -> str:
    return HIDDEN


HOLES: dict[str, tuple[str, Shown]] = {
    "rest": (r".+", _none),  # `cmp.helm.message` reads it again
    "words": (r".*", _words),
    "refusals": (r".*", _none),  # and so are these, line by line
    "value": (r".*?", _none),
    "quoted": (_QUOTED, _none),
    "place": (r"[^\n]+?(?::\d{1,7}){1,2}", _place),
    "path": (r"[^\n]+?", _path),
    "name": (_QUOTED, _name),
    "code": (r".+?", _if(lambda words: words.code)),
    "named": (r"\S+", _if(lambda words: lambda text: words.code(f'"{text}"'))),
    "function": (r"\w+", _if(lambda words: words.code)),
    "field": (r"[\w-]+", _if(lambda words: words.field)),
    "metadata": (r"[^\n]+?", _if(lambda words: words.metadata)),
    "entry": (r"[^\s:]+", _if(lambda words: words.entry)),
    "described": (_QUOTED, _if(lambda words: lambda text: words.metadata(text[1:-1]))),
    "key": (_QUOTED, lambda own, text: _dotted(own, text[1:-1])),
    "given": (_SINGLE, _given),
    "version_fault": (r"Invalid Semantic Version|could not parse .*", lambda *_: "Helm reads no version in it"),
    "keyword": (r"\$?[a-zA-Z]{1,24}", lambda _, text: text if text in KEYWORDS else HIDDEN),
    "types": (f"{_JSON_TYPE}(?: {_JSON_TYPE})*", _all),
    "dotted": (r"[^\s:]+|\(root\)", _dotted),
    "pointer": (_SINGLE, _pointer),
    "keys": (rf"{_SINGLE}(?:, {_SINGLE})*", _keys),
    "constant": (rf"{_SINGLE}|{_QUOTED}|\S+", _constant),
    "constants": (r".+", _constants),
    "copy": (r"/dev/fd/\d+", lambda own, text: own.copies.get(text, HIDDEN)),
    "file": (r"(?:values|Chart|requirements)\.yaml|(?:Chart|requirements)\.lock", _all),
    "flag": (r"--set(?:-file)?", _all),
    "called": ("fail|required", _all),
    "an": ("[Aa]n", _all),
    "what": ("fetch missing dependencies", _all),
    "advice": (r"['`]helm dependency build['`]", _all),
    "version": (r"v[\d.]{1,12}", _all),
    "field_of_chart": ("name|version|apiVersion|type", _all),
    "number": (r"\d{1,7}", _all),
    "word": (r"[a-z]{1,12}(?: [a-z]{1,12})?", _if(lambda _: lambda text: text in _NAMED)),
    "type": (_TYPE, _all),
    "json": (_JSON, _all),
    "bound": (_BOUND, _all),
    "gofield": (r"(?:SimpleHead)?\.(?:kind|version|apiVersion|metadata(?:\.(?:name|annotations))?)", _all),
    "fault": ("integer divide by zero|invalid memory address or nil pointer dereference|index out of range", _all),
    "scanner": ("|".join(map(re.escape, sorted(SCANNER, key=len, reverse=True))), _all),
}
