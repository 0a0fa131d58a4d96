"""Whether a chart prints the same again, as far as the text of its templates tells."""

from collections.abc import Iterable, Iterator
from enum import Enum

from cmp.chart.actions import STRING, actions
from cmp.chart.chart import TEMPLATES, Chart
from cmp.chart.run_texts import RUNS, may_vary
from cmp.chart.schema_addresses import elsewhere
from cmp.chart.schema_references import schemas
from cmp.chart.unordered import is_unordered
from cmp.chart.varying import calls

_END = "\0"  # between actions


class Repeats(Enum):
    """What is known of the next render with the same inputs.

    SURELY: nothing that is called returns something else each time. PERHAPS: such a function is named, or `tpl` runs
    what no template says; a render in which none may be called tells. NOT_SURELY: no render could tell.
    """

    SURELY = "surely"
    PERHAPS = "perhaps"
    NOT_SURELY = "not surely"


def repeats(chart: Chart, texts: Iterable[str], *, schemas_count: bool = True) -> Repeats:
    """Return what is known of the next render of a chart.

    Args:
        chart: the chart, with all its files and those of the charts below it.
        texts: what its values are made of beside its own files.
        schemas_count: whether values are held against schemas, which may lie on another host.
    """
    if chart.faults or (schemas_count and any(elsewhere(schema) for _, schema in schemas(chart))):
        return Repeats.NOT_SURELY
    values = tuple(texts)
    templates = [_insides(text) for text in _texts(chart, templates=True)]
    if None in templates:  # braces that Helm reads otherwise than we do
        return Repeats.NOT_SURELY
    inside = [one for template in templates for one in template or ()]
    if is_unordered(chart, values, inside):
        return Repeats.NOT_SURELY
    if RUNS.search(STRING.sub('""', _END.join(inside))):
        varies = may_vary((*values, *_texts(chart, templates=False)), inside)
        return Repeats.NOT_SURELY if varies else Repeats.PERHAPS
    return Repeats.PERHAPS if any(calls(_END.join(inside))) else Repeats.SURELY


def is_template(path: str) -> bool:
    """Tell whether Helm prints what it makes of a file, by its path in its chart."""
    return path.startswith(TEMPLATES)


def _insides(text: str) -> list[str] | None:
    """Return the insides of the actions of a template, None where one is not closed."""
    found = list(actions(text))
    return [text[start:end] for start, end, _ in found] if all(closed for _, _, closed in found) else None


def _texts(chart: Chart, *, templates: bool) -> Iterator[str]:
    """Yield the texts with actions of a chart and those below: its templates, or all other files."""
    for one in chart.everything():
        for path, held in one.files.items():
            if is_template(path) is templates and (b"{{" in held or not templates):
                yield held.decode(errors="replace")
