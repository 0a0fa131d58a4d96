"""Which files of its chart a template reads by a pattern, from its text: `.Files.Glob`, or all of `.Files`."""

import re
from collections.abc import Iterator, Mapping

from cmp.chart.template_calls import without_comments
from cmp.value import Value

_READ = re.compile(r"\.Files\b(?!\.(?:Get|GetBytes|Lines)\b)(?:\.Glob\s+(?:\"([^\"]*)\"|`([^`]*)`)|\.Glob\b|\.\w+)?")
_PART = re.compile(r"(\*\*)|(\*)|(\?)|(\[!?[^\]]*\])|(\{[^}]*\})|(\\?.)", re.DOTALL)


class FileRead(Value):
    """A place in a template that reads files; `call` is its text. A `pattern` of None may be any."""

    template: str
    line: int
    column: int
    call: str
    pattern: str | None

    def fits(self, path: str) -> bool:
        """Tell whether it reads a file, by its path in the chart."""
        return self.pattern is None or re.fullmatch(_expression(self.pattern), path, re.DOTALL) is not None


def file_reads(templates: Mapping[str, str]) -> Iterator[FileRead]:
    """Yield the reads in the templates of a chart, by their paths; those of dependencies have files of their own."""
    for template, text in sorted(templates.items()):
        if template.startswith("templates/"):
            bare = without_comments(text)
            for found in _READ.finditer(bare):
                literal = found[1] if found[1] is not None else found[2]
                line = bare.count("\n", 0, found.start()) + 1
                column = found.start() - bare.rfind("\n", 0, found.start())
                yield FileRead(template=template, line=line, column=column, call=found[0], pattern=literal)


def _expression(pattern: str) -> str:
    """Return the regular expression of a glob of Helm's; a single star stops at a slash (gobwas/glob)."""
    return "".join(map(_piece, _PART.finditer(pattern)))


def _piece(part: re.Match[str]) -> str:
    _, star, one, signs, choices, sign = part.groups()
    if star or one:
        return "[^/]*" if star else "[^/]"
    if signs:
        return (
            f"[{'^' if signs[1] == '!' else ''}{re.escape(signs[1:-1].removeprefix('!')).replace(chr(92) + '-', '-')}]"
        )
    if choices:
        return f"(?:{'|'.join(map(_expression, choices[1:-1].split(',')))})"
    return re.escape(sign[-1]) if sign else ".*"
