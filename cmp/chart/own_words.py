"""What a chart says itself, in its templates, schemas and Chart.yaml: what a message may repeat of it.

A value is none of that, be it in the chart's own values.yaml, so that a word that stands here tells no value. What is
asked for is found at its place: code among the actions of the templates, a sentence as a whole line of their text.
"""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from cmp.chart.chart import CHART, OLD, Chart
from cmp.chart.template_sentences import Sentences
from cmp.chart.template_text import ACTION, TEXT, without_comments

_APART = re.compile(r"(?<![\w.$]) | (?![\w.$])")  # a space that parts no words
_WORD = re.compile(r"[\w.$]")
_LONGEST = 500  # characters of what is looked for; what is longer is taken for a value's
_KEYS = ("properties", "$defs", "definitions")


class OwnWords:
    """The words of a chart; of a file that could not be read there are none."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    def path(self, path: str) -> bool:
        """Tell whether each part of a path is one of the chart's: of its name, its templates, its dependencies."""
        return all(part in self._parts or self.metadata(part) for part in path.split("/"))

    def code(self, code: str) -> bool:
        """Tell whether an expression stands in an action of a template, however it is spaced there."""
        bare = _unspaced(code.strip("{}")) if len(code) <= _LONGEST else ""
        if not bare or bare not in self._bare:
            return False
        before = r"(?<![\w.$])" if _WORD.match(bare) else ""
        behind = r"(?![\w.])" if _WORD.match(bare[-1]) else ""
        return re.search(before + re.escape(bare) + behind, self._bare) is not None

    def field(self, name: str) -> bool:
        """Tell whether a template reads a field, or a key of a mapping, of this name."""
        return re.search(rf"\.{re.escape(name)}(?!\w)", self._actions) is not None or self.code(f'"{name}"')

    def key(self, name: str) -> bool:
        """Tell whether a template reads a key, or a schema declares it."""
        return name in self._declared or self.field(name)

    def constant(self, text: str) -> bool:
        """Tell whether a schema holds a text or a number."""
        return text in self._constants

    def metadata(self, text: str) -> bool:
        """Tell whether a name, a version or a range stands in the Chart.yaml of this chart, or of one below it."""
        pattern = rf"(?<![\w.-]){re.escape(text)}(?![\w-]|\.\w)"
        return len(text) <= _LONGEST and re.search(pattern, self._metadata) is not None

    def entry(self, name: str) -> bool:
        """Tell whether charts/ has a folder or an archive of this name, or that of a chart below it does."""
        return any(name == above for one in self._chart.everything() for above in one.path.split("/")[1::2])

    def sentence(self, line: str, gap: str) -> str:
        """Return a line as a template writes it, with a gap for what is put in; "" where no template does."""
        return self._sentences.match(line, gap)

    @cached_property
    def _templates(self) -> dict[str, str]:
        return {path: without_comments(text) for path, text in self._chart.templates.items()}

    @cached_property
    def _parts(self) -> frozenset[str]:
        return frozenset(part for path in self._templates for part in path.split("/"))

    @cached_property
    def _actions(self) -> str:
        return "\n".join(action for text in self._templates.values() for action in ACTION.findall(_closed(text)))

    @cached_property
    def _bare(self) -> str:
        return _unspaced(self._actions)

    @cached_property
    def _sentences(self) -> Sentences:
        constants = [text for text in TEXT.findall(self._actions) if text[:1] == text[1:][-1:]]
        return Sentences(constants, [ACTION.sub("\0", _closed(text)) for text in self._templates.values()])

    @cached_property
    def _metadata(self) -> str:
        files = [one.files.get(name, b"") for one in self._chart.everything() for name in (CHART, OLD)]
        return "\n".join(content.decode(errors="replace") for content in files)

    @cached_property
    def _schemas(self) -> list[Any]:
        return [one.schema for one in self._chart.everything() if one.schema is not None]

    @cached_property
    def _constants(self) -> frozenset[str]:
        return frozenset(_scalars(self._schemas))

    @cached_property
    def _declared(self) -> frozenset[str]:
        return frozenset(_keys(self._schemas))


def _closed(text: str) -> str:
    """Return a text up to its last action, so that no brace is looked for in vain."""
    return text[: text.rfind("}}") + 2] if "}}" in text else ""


def _unspaced(code: str) -> str:
    """Return code without the spaces that part no words."""
    return _APART.sub("", " ".join(code.split()))


def _nodes(whole: Any) -> Iterator[Any]:
    """Yield everything that a document consists of."""
    waiting = [whole]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()


def _scalars(whole: Any) -> Iterator[str]:
    for one in _nodes(whole):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from one
        elif not isinstance(one, list):
            yield json.dumps(one)


def _keys(whole: Any) -> Iterator[str]:
    """Yield the keys of values that schemas name."""
    for one in _nodes(whole):
        if isinstance(one, dict):
            yield from (key for word in _KEYS if isinstance(one.get(word), dict) for key in one[word])
            yield from (key for key in one.get("required", ()) if isinstance(key, str))
