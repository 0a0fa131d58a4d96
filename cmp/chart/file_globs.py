"""Which files of its chart a template reads by a pattern, from its text: `.Files.Glob`, or all of `.Files`."""

import re
from collections.abc import Iterator, Mapping

from cmp.chart.helm_glob import fits
from cmp.chart.template_text import without_comments
from cmp.value import Value

_READ = re.compile(r"\.Files\b(?!\.(?:Get|GetBytes|Lines)\b)(?:\.Glob\s+(?:\"([^\"]*)\"|`([^`]*)`)|\.Glob\b|\.\w+)?")


class FileRead(Value):
    """A place in a template that reads files; `call` is its text. A `pattern` of None may be any."""

    template: str
    line: int
    column: int
    call: str
    pattern: str | None

    def fits(self, path: str) -> bool:
        """Tell whether it reads a file, by its path in the chart."""
        return self.pattern is None or fits(self.pattern, path)


def file_reads(templates: Mapping[str, str]) -> Iterator[FileRead]:
    """Yield the reads in the templates of a chart, by their paths; those of dependencies have files of their own."""
    for template, text in sorted(templates.items()):
        if template.startswith("templates/"):
            bare = without_comments(text)
            line, begun, at = 1, 0, 0
            for found in _READ.finditer(bare):
                literal = found[1] if found[1] is not None else found[2]
                line += bare.count("\n", at, found.start())
                begun, at = max(begun, bare.rfind("\n", at, found.start()) + 1), found.start()
                column = at - begun + 1
                yield FileRead(template=template, line=line, column=column, call=found[0], pattern=literal)
