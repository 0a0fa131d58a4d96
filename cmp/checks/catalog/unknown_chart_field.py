"""a template names a field that `.Chart` does not have: Helm 4 prints nothing for it, and Helm 3 refuses it.

To Helm 3 `.Chart` is a record, in which a field that is not there is an error. To Helm 4 it is a mapping, in which such
a field is empty, as in `.Values`: `{{ .Chart.AppVerison }}` is a label without a value. The fields begin with a
capital, `.Chart.Name` and not `.Chart.name`.

Write the field's name as it is. What Chart.yaml has beside Helm's own fields belongs below `annotations`.
"""

import re
from collections.abc import Iterator

from cmp.chart.actions import STRING, actions
from cmp.checks.facts import Facts
from cmp.model import Finding, Position, Severity
from cmp.text import Speller

SEVERITY = Severity.WARNING
# Metadata in pkg/chart/v2/metadata.go of Helm 4.3.1, and IsRoot.
_FIELDS = (
    *("APIVersion", "Annotations", "AppVersion", "Condition", "Dependencies", "Deprecated", "Description", "Home"),
    *("Icon", "IsRoot", "Keywords", "KubeVersion", "Maintainers", "Name", "Sources", "Tags", "Type", "Version"),
)
_FIELD = re.compile(r"(?:(?<![\w.\])$])|\$\w*)\.Chart\.(\w+)")


def check(facts: Facts) -> Iterator[Finding]:
    """Find the places in templates of the chart and of its dependencies, once for each field and template."""
    if facts.values is None:
        return
    speller = Speller()
    for template, text in sorted(facts.values.chart.texts.items()):
        told: set[str] = set()
        line, last, above = 1, 0, -1
        for start, end, _ in actions(text) if ".Chart." in text else ():
            bare = STRING.sub(lambda string: " " * len(string[0]), text[start:end])
            for found in _FIELD.finditer(bare):
                field, at = found[1], start + found.start(1)
                if field in _FIELDS or field in told:
                    continue
                told.add(field)
                name = facts.values.named(template)
                close = speller.nearest(field, _FIELDS)
                line, above, last = line + text.count("\n", last, at), max(above, text.rfind("\n", last, at)), at
                yield Finding(
                    severity=SEVERITY,
                    ref=None,
                    message=f"{name} names .Chart.{field}, which is none: Helm 4 prints nothing for it, Helm 3 fails",
                    fix=f"did you mean .Chart.{close}?" if close else f"the fields are {', '.join(_FIELDS)}",
                    position=Position(file=name, line=line, column=at - above),
                )
