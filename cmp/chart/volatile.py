"""Which templates print something else at each render, by the functions that they call.

This is read from the text of the template and of the named templates that it includes; nothing is rendered twice. A
`lookup` alone does not count: without a cluster Helm finds nothing by it, each time.
"""

import re
from collections.abc import Iterator
from functools import cache

from cmp.chart.templates import templates

_COMMENT = re.compile(r"\{\{-?\s*/\*.*?\*/\s*-?\}\}", re.DOTALL)
_ACTION = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|`[^`]*`', re.DOTALL)
_ANEW = re.compile(
    r"(?<![\w.$])(?:rand(?:Alpha|AlphaNum|Numeric|Ascii|Bytes|Int)|shuffle|uuidv4|now|htpasswd|bcrypt|encryptAES"
    r"|gen(?:CA|SelfSignedCert|SignedCert)(?:WithKey)?|genPrivateKey)(?!\w)"
)
_INCLUDED = re.compile(r"(?<![\w.$])(?:include|template)\s+\(?\s*(?:printf\s+)?[\"`]([^\"`]+)[\"`]")
_DEFINED = re.compile(r"\{\{-?\s*define\s+[\"`]([^\"`]+)[\"`]\s*-?\}\}")


class VolatileTemplates:
    """The templates of a chart, read when the first is looked at; `chart` is its folder, "" where there is none."""

    def __init__(self, chart: str) -> None:
        """Read nothing yet."""
        self._chart = chart
        self._read = cache(lambda: {path: _COMMENT.sub("", text) for path, text in templates(chart).items()})
        self._named = cache(lambda: dict(named for text in self._read().values() for named in _defined(text)))

    def now(self) -> "VolatileTemplates":
        """Return itself with all templates read, to be used when the folder is gone."""
        if self._chart:
            self._read()
        return self

    def __call__(self, origin: str) -> str:
        """Return the function by which a template, as Helm names it, prints something else each time; "" if none."""
        if not self._chart or not origin:
            return ""
        path = origin.partition("/")[2]
        if path in self._read():
            return self._calls(self._read()[path], set())
        # a subchart goes by its alias, so that its folder has another name
        tail = "templates/" + path.rpartition("templates/")[2]
        alike = [text for other, text in sorted(self._read().items()) if f"/{other}".endswith(f"/{tail}")]
        return next(filter(None, (self._calls(text, set()) for text in alike)), "")

    def _calls(self, text: str, seen: set[str]) -> str:
        actions = _ACTION.findall(text)
        for action in actions:
            if found := _ANEW.search(_TEXT.sub('""', action)):
                return found[0]
        for name in (name for action in actions for name in _INCLUDED.findall(action)):
            if name in self._named() and name not in seen:
                seen.add(name)
                if found_below := self._calls(self._named()[name], seen):
                    return found_below
        return ""


def _defined(text: str) -> Iterator[tuple[str, str]]:
    """Yield each named template with its text, which is taken to go on until the next one begins."""
    _, *parts = _DEFINED.split(text)
    yield from zip(parts[::2], parts[1::2], strict=True)
