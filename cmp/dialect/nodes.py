"""Parsing YAML text into nodes with positions, within the limits that Go sets."""

import re
from typing import Any

import yaml
from yaml.cyaml import CSafeLoader  # `yaml` itself goes on without it where it finds no memory for libyaml

from cmp.dialect import scalars
from cmp.errors import SwellError

DEEPEST = 250  # Go stops at 10,000; later steps recurse into the document, and Python stops at 1,000 calls
# PyYAML drops it, to Go it belongs to the key; at the start of a text, a second one shifts what Go reads.
_STRAY_MARK = re.compile("(?:(?<=[\n\r\x85\u2028\u2029])|(?<=\\A\ufeff))\ufeff")
_FLAT = "write it out with fewer levels and aliases"
_QUESTION = "to Go a question mark ends a word in brackets"
_CLEAN = "save the file as UTF-8, and take the odd character out"
_SIGNS = ("@", "`", "%")
_SIGN = "quote what begins with @, ` or %: YAML keeps these characters for itself"
_SLASH = re.compile(r'"(?:[^"\\]|\\[^/])*\\/')  # an escape of JSON, which libyaml takes and Go does not
_TAG = re.compile(r"^%TAG\s", re.MULTILINE)
_TAGS = 50  # libyaml compares each with all before it, and hears no signal meanwhile
_ESCAPE = "found unknown escape character"
_MENDS, _MENDED = 100, 2_000_000  # so often a text is read again without an escape, and so many characters
_FEW, _SMALL, _LARGE, _HUGE = 100, 1_000, 400_000, 4_000_000  # aliased and decoded nodes, as in Go's decode.go


class YamlError(SwellError):
    """The error for text that is not YAML to Go; `line` counts from 1, and the fix tells no more than the message."""

    def __init__(self, message: str, *, line: int, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.line = line


class GoScalars:
    """Go's rules for plain scalars, for PyYAML's loaders and dumpers."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: tuple[bool, bool]) -> str:
        """Return the tag of a node that has none."""
        if kind is yaml.ScalarNode:
            return scalars.tag(value) if implicit[0] else scalars.TEXT
        return scalars.SEQUENCE if kind is yaml.SequenceNode else scalars.MAPPING


class Loader(GoScalars, CSafeLoader):
    """The C parser with Go's scalars; its nodes are for `construct`."""


def compose(text: str, *, alone: bool = False) -> yaml.Node | None:
    """Return the first document as nodes with positions; None if there is none.

    Args:
        text: the document; Go ignores later documents without an error.
        alone: whether a later document is an error.

    Raises:
        YamlError: the text isn't YAML, or its aliases expand to more than Go allows.
    """
    try:
        return _marked(text, alone=alone)
    except YamlError as problem:
        from cmp.dialect.fixes import fix

        problem.fix = problem.fix or fix(text, problem.line)
        raise


def _marked(text: str, *, alone: bool) -> yaml.Node | None:
    if stray := _STRAY_MARK.search(text) if "\ufeff" in text else None:
        raise YamlError(
            "not YAML to Kubernetes: a byte order mark amid the text", line=_line(text, stray.start()), fix=_CLEAN
        )
    return _compose(text.removeprefix("\ufeff"), alone=alone, mends=min(_MENDS, 2 + _MENDED // (len(text) + 1)))


def _compose(text: str, *, alone: bool, mends: int) -> yaml.Node | None:
    if text.count("%TAG") > _TAGS and len(_TAG.findall(text)) > _TAGS:
        raise YamlError(f"not YAML to Kubernetes: over {_TAGS} %TAG directives", line=1, fix="leave them out")
    try:
        return _unquestioned(_Composer(text).document(alone=alone), text)
    except yaml.MarkedYAMLError as problem:
        at: Any = problem.problem_mark
        # An escape in double quotes that Go takes and YAML hasn't: drop the backslash.
        if mends and problem.problem == _ESCAPE and text.startswith("\\'", at.index):
            return _compose(text[: at.index] + text[at.index + 1 :], alone=alone, mends=mends - 1)
        message = ", ".join(part for part in (problem.context, problem.problem) if part)
        fix = _SIGN if text[at.index : at.index + 1] in _SIGNS else ""
        raise YamlError(f"not YAML: {message}", line=at.line + 1, fix=fix) from None
    except yaml.reader.ReaderError as problem:
        line = text.encode().count(b"\n", 0, problem.position) + 1
        raise YamlError(f"not YAML: {problem.reason}", line=line, fix=_CLEAN) from None
    except UnicodeEncodeError as problem:
        raise YamlError("not YAML: half a character", line=_line(text, problem.start), fix=_CLEAN) from None


def _unquestioned(root: yaml.Node | None, text: str) -> yaml.Node | None:
    if "?" in text:
        from cmp.dialect.questions import questioned

        if word := questioned(root, text):
            raise refusal(_QUESTION, word, fix="put the word in quotes")
    return root


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    """Return the keys and values of a mapping, none for other nodes."""
    return node.value if isinstance(node, yaml.MappingNode) else []


def refusal(message: str, node: Any, *, fix: str = "") -> YamlError:
    """Return an error with the position of a node or an event; without a fix the text decides."""
    return YamlError(f"not YAML to Kubernetes: {message}", line=node.start_mark.line + 1, fix=fix)


class _Composer:
    """Builds the nodes of the first document from its events.

    PyYAML's own composer refuses an anchor that is set twice, which Go allows, and overflows the stack of C where a
    document is nested very deep. The two counters are those of Go's decoder.
    """

    def __init__(self, text: str) -> None:
        self._loader, self._text = Loader(text), text if "\\/" in text else ""
        self._anchors: dict[str, list[tuple[yaml.Node, int]]] = {}  # an empty list: the node isn't complete yet
        self._decoded = self._aliased = 0

    def document(self, *, alone: bool) -> yaml.Node | None:
        self._next()
        if isinstance(start := self._next(), yaml.StreamEndEvent):
            return None
        if start.version not in (None, (1, 1)):
            raise refusal("Go reads YAML 1.1 alone", start, fix="take the %YAML line out")
        node = self._node(self._next(), depth=0)
        end = self._next()
        if alone:
            self._refuse_more(end)
        return node

    def _refuse_more(self, end: Any) -> None:
        try:
            event = self._next()
        except yaml.MarkedYAMLError:
            event = None
        if getattr(event, "explicit", False):
            raise refusal("a second document begins here, and one is read", event, fix="make one document of the two")
        if not isinstance(event, yaml.StreamEndEvent):
            what, fix = "something behind the end of the document", "put --- on a line of its own between two documents"
            raise refusal(f"{what}; only --- begins another", end, fix=fix)

    def _next(self) -> Any:
        return self._loader.get_event()

    def _node(self, event: Any, *, depth: int) -> yaml.Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if depth > DEEPEST:
            raise refusal(f"nested over {DEEPEST} levels deep", event, fix=_FLAT)
        anchor: list[tuple[yaml.Node, int]] = []
        if event.anchor:
            self._anchors[event.anchor] = anchor
        before, self._decoded = self._decoded, self._decoded + 1
        node = self._scalar(event) if isinstance(event, yaml.ScalarEvent) else self._collection(event, depth + 1)
        anchor.append((node, self._decoded - before))
        return node

    def _scalar(self, event: Any) -> yaml.Node:
        if self._text and event.style == '"' and _escapes_slash(self._text, event.start_mark.index):
            raise refusal("the escape \\/, which only JSON knows", event, fix="write / without the backslash")
        tag = event.tag or self._loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == "!" and event.value == "<<":  # Go's parser drops this tag, and then takes the key for plain
            tag = scalars.MERGE
        return yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark, event.style)

    def _collection(self, start: Any, depth: int) -> yaml.Node:
        children, end = [], self._next()
        while not isinstance(end, yaml.CollectionEndEvent):
            children.append(self._node(end, depth=depth))
            end = self._next()
        marks: Any = start.start_mark, end.end_mark, start.flow_style
        if isinstance(start, yaml.SequenceStartEvent):
            return yaml.SequenceNode(scalars.SEQUENCE, children, *marks)
        return yaml.MappingNode(scalars.MAPPING, list(zip(children[::2], children[1::2], strict=True)), *marks)

    def _alias(self, event: Any) -> yaml.Node:
        if (anchor := self._anchors.get(event.anchor)) is None:
            raise refusal("an alias without an anchor", event)
        if not anchor:
            raise refusal("an alias that contains itself", event, fix=_FLAT)
        node, size = anchor[0]
        self._decoded += 1 + size
        self._aliased += size
        if self._aliased > _FEW and self._decoded > _SMALL and self._aliased > self._decoded * _share(self._decoded):
            raise refusal("aliases that unfold into too much", event, fix=_FLAT)
        return node


def _escapes_slash(text: str, start: int) -> bool:
    """Tell whether a quoted text has the escape `\\/`; before its quote may stand an anchor or a tag."""
    return _SLASH.match(text, text.index('"', start)) is not None


def _share(decoded: int) -> float:
    """Return the share of a document that aliases may produce: from 99 % of a small one down to 10 % of a huge one."""
    return 0.99 - 0.89 * min(max(decoded - _LARGE, 0) / (_HUGE - _LARGE), 1)
