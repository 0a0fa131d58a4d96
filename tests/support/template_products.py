"""Charts of which a command looks up much in the text of templates: n places, each of which could ask for all the text.

Each generator returns the files of a chart.
"""

from collections.abc import Callable

from dimensions import Files

CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
OBJECT = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"


def fields_of_one_value(n: int) -> Files:
    """Return an object with n fields that have one value."""
    fields = "".join(f"  k{number}: '{{{{ .Values.a }}}}'\n" for number in range(n))
    return _chart({"a.yaml": f"{OBJECT % 'c'}data:\n{fields}"})


def templates_and_helpers(n: int) -> Files:
    """Return n templates whose objects have one value, by way of n files of helpers that do not mention it."""
    body = OBJECT % "c%d" + "data: {k: '{{ index .Values (print `a`) }}'}\n"
    each = {f"t{number}.yaml": body % number for number in range(n)}
    return _chart({**each, **{f"_h{number}.tpl": "{{ .Values.b }}" for number in range(n)}})


def names_of_one_value(n: int) -> Files:
    """Return n objects whose names have one value, and n that have it elsewhere."""
    body = OBJECT % "{{ .Values.a }}%d" + OBJECT % "c%d" + "data: {k: '{{ .Values.a }}'}\n"
    return _chart({"a.yaml": "".join(body % (number, number) for number in range(n))})


TEMPLATE_PRODUCTS: tuple[tuple[str, Callable[[int], Files]], ...] = (
    ("why a", fields_of_one_value),
    ("why a", templates_and_helpers),
    ("why a", names_of_one_value),
)


def _chart(templates: Files) -> Files:
    named = {f"templates/{name}": text for name, text in templates.items()}
    return {"Chart.yaml": CHART, "values.yaml": "a: x\n", **named}
