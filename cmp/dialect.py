"""YAML as Argo CD's Go reads it, and JSON that Go's YAML reads back unchanged.

PyYAML and Go disagree about plain scalars: `1e3`, `y`, `0o7`, `25921e05` or a bare `=`. The loader and the dumper here
share one table, so that whatever Go would misread is quoted by itself. Go's rule: `resolve.go` of go.yaml.in/yaml/v2,
and `convertToJSONableObject` of sigs.k8s.io/yaml for keys and numbers.
"""

import json
import re
from collections.abc import Hashable
from typing import Any

import yaml

from cmp.errors import SwellError

_TAG = "tag:yaml.org,2002:"
_WORDS: dict[str, bool | None] = (
    {word: True for word in ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")}
    | {word: False for word in ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")}
    | {word: None for word in ("", "~", "null", "Null", "NULL")}
)
_ENDLESS = {sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")} | {".nan", ".NaN", ".NAN"}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_INTEGER = re.compile(r"([-+]?)(?:0[bB]([01]+)|0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))\Z")
_BASES = (2, 16, 8, 10)
_EXPANDED_NODES = 1_000_000
# What Go's YAML refuses or folds inside a double-quoted scalar: control characters, line breaks of YAML 1.1, marks.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


class YamlError(SwellError):
    """Text that isn't YAML; `line` counts from 1."""

    def __init__(self, message: str, *, line: int = 0, where: str = "", here: str = "", cure: str = "") -> None:
        super().__init__(message, where=where, here=here, cure=cure)
        self.line = line

    def at(self, where: str) -> SwellError:
        """Return the same error with the file in front of the line."""
        return YamlError(self.message, line=self.line, where=f"{where}:{self.line}" if self.line else where)


def number(text: str) -> int | float | None:
    """Return the number that Go sees in a plain scalar, or None where it sees text."""
    plain = re.sub("(?<=[0-9])_(?=[0-9])", "", text) if text.startswith(".") else text.replace("_", "")
    if found := _INTEGER.match(plain):
        digits, base = next((d, b) for d, b in zip(found.groups()[1:], _BASES, strict=True) if d is not None)
        value = int(digits, base) * (-1 if found[1] == "-" else 1)
        if -(2**63) <= value < 2**64:
            return value
    if not _FLOAT.match(plain):
        return None
    real = float(plain)
    if real in (float("inf"), float("-inf")):
        return None  # ParseFloat fails when it overflows, and the scalar stays text
    return int(real) if real.is_integer() and abs(real) < 1e21 else real  # noqa: PLR2004  (where Go's JSON turns to 1e+21)


class _Number:
    """A number as PyYAML wants a resolver: an object with `match`."""

    match = staticmethod(lambda text: text in _ENDLESS or number(text) is not None)


class _Word:
    """A boolean or null, likewise."""

    def __init__(self, *meanings: bool | None) -> None:
        self.match = {word for word, meaning in _WORDS.items() if meaning in meanings}.__contains__


_RESOLVERS = {
    **{first: [(_TAG + "float", _Number)] for first in "0123456789+-."},
    **{first: [(_TAG + "bool", _Word(True, False))] for first in "yYtToOfF"},  # noqa: FBT003
    **{first: [(_TAG + "bool", _Word(True, False)), (_TAG + "null", _Word(None))] for first in "nN"},  # noqa: FBT003
    **{first: [(_TAG + "null", _Word(None))] for first in ("~", "")},
    "<": [(_TAG + "merge", re.compile("<<\\Z"))],
}


class Loader(yaml.CSafeLoader):
    """The C loader with Go's scalars and Go's keys."""

    yaml_implicit_resolvers = _RESOLVERS

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        """Build a mapping whose keys are text, as JSON needs them."""
        return {_key(key): value for key, value in super().construct_mapping(node, deep=deep).items()}


class Dumper(yaml.CSafeDumper):
    """The C dumper that quotes what Go would misread."""

    yaml_implicit_resolvers = _RESOLVERS

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002
        """Indent lists below their key."""
        return super().increase_indent(flow, False)  # noqa: FBT003


def _key(key: Hashable) -> str:
    if isinstance(key, bool):
        return str(key).lower()
    if key is None:
        return "null"
    return key if isinstance(key, str) else json.dumps(key)


def _text(loader: Loader, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return node.value
    return (
        loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.MappingNode)
        else loader.construct_sequence(node, deep=True)
    )


def _real(loader: Loader, node: yaml.ScalarNode) -> int | float:
    text = str(loader.construct_scalar(node))
    if (value := number(text)) is None:
        raise yaml.constructor.ConstructorError(None, None, "Kubernetes knows no infinity and no NaN", node.start_mark)
    return value


Loader.add_constructor(_TAG + "float", _real)
Loader.add_constructor(_TAG + "int", _real)
Loader.add_constructor(_TAG + "bool", lambda _, node: _WORDS.get(node.value, node.value))
Loader.add_constructor(_TAG + "merge", _text)
Loader.add_multi_constructor("!", lambda loader, _, node: _text(loader, node))


def compose(text: str) -> yaml.Node | None:
    """Read the first document into nodes with positions; None if there is none.

    Raises:
        YamlError: the text isn't YAML, or its aliases unfold to a million nodes or more.
    """
    try:
        loader = Loader(text)
        try:
            node = loader.get_node() if loader.check_node() else None
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as problem:
        raise _complaint(problem) from None
    except (yaml.YAMLError, RecursionError) as problem:
        raise YamlError(f"not YAML: {str(problem).splitlines()[0]}") from None
    if node is not None and "*" in text:
        _bound(node)
    return node


def construct(node: yaml.Node | None) -> Any:
    """Turn nodes into a document of dicts, lists and scalars with Go's meaning.

    Raises:
        YamlError: a scalar or a key that Go refuses too.
    """
    if node is None:
        return None
    loader = Loader("")
    try:
        return loader.construct_document(node)
    except yaml.MarkedYAMLError as problem:
        raise _complaint(problem) from None
    except (ValueError, TypeError, RecursionError) as problem:
        raise YamlError(f"not YAML: {problem}") from None
    finally:
        loader.dispose()


def load(text: str) -> Any:
    """Read the first document of a text. Raises YamlError."""
    return construct(compose(text))


def dump(document: Any) -> str:
    """Write a document for people: block style, keys in their order, nothing that Go misreads."""
    return str(yaml.dump(document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=2**31 - 1))


def to_json(document: Any) -> str:
    """Write a document for Argo CD: one line of JSON that Go's YAML reads back unchanged."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _bound(root: yaml.Node) -> None:
    """Refuse a document whose aliases unfold into too many nodes, or into themselves."""
    sizes: dict[int, int | None] = {}

    def size(node: yaml.Node) -> int:
        known = sizes.get(id(node), 0)
        if known is None:
            raise YamlError("an alias that contains itself", line=node.start_mark.line + 1)
        if known:
            return known
        sizes[id(node)] = None
        children = (
            [child for pair in node.value for child in pair] if isinstance(node, yaml.MappingNode) else node.value
        )
        total = 1 + (0 if isinstance(node, yaml.ScalarNode) else sum(size(child) for child in children))
        if total > _EXPANDED_NODES:
            raise YamlError("aliases that unfold to over a million nodes", line=node.start_mark.line + 1)
        sizes[id(node)] = total
        return total

    size(root)


def _complaint(problem: yaml.MarkedYAMLError) -> YamlError:
    mark = problem.problem_mark or problem.context_mark
    message = ", ".join(part for part in (problem.context, problem.problem) if part)
    return YamlError(f"not YAML: {message}", line=mark.line + 1 if mark else 0)
