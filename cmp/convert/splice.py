"""Replacing the sources of an Application in its file, whose other lines stay as they are."""

from typing import Any

from cmp import dialect
from cmp.errors import RequestError

_KEYS = ("source", "sources")


def with_source(text: str, source: Any, *, path: str) -> str:
    """Return the text of an Application with one source in place of what it had; comments in there are gone.

    Raises:
        RequestError: the Application is written as JSON, whose lines can't be replaced.
    """
    root = dialect.compose(text)
    spec = next((value for key, value in dialect.pairs(root) if key.value == "spec"), None)
    found = [(key, value) for key, value in dialect.pairs(spec) if key.value in _KEYS] if spec else []
    if not found or not isinstance(spec, dialect.MappingNode) or spec.flow_style:
        raise RequestError(
            "its source can't be replaced: it is written as JSON", where=path, fix="write the Application as YAML"
        )
    lines = text.splitlines(keepends=True)
    indent = " " * found[0][0].start_mark.column
    new = "".join(f"{indent}{line}\n" for line in dialect.dump({"source": source}, blocks=True).splitlines())
    for number, (key, value) in reversed(list(enumerate(found))):
        start, end = key.start_mark.line, _end(value, lines)
        lines[start:end] = [] if number else [new]
    return "".join(lines)


def _end(node: Any, lines: list[str]) -> int:
    """Return the number of the line behind a value; blank lines and comments behind it are not its own."""
    while not isinstance(node.value, str) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = int(node.end_mark.line) + (1 if node.end_mark.column else 0)
    while end and not lines[end - 1].partition("#")[0].strip():
        end -= 1
    return end
