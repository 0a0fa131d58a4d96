"""Charts of which a command looks up much in the text of templates: n places, each of which could ask for all the text.

Each generator returns the files of a chart.
"""

from collections.abc import Callable

from dimensions import Files, deployment, stream

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


def documents_of_one_template(n: int) -> Files:
    """Return a template of n objects, the names of half of which hold a value."""
    body = OBJECT % "c%d" + OBJECT % "{{ .Values.a }}-c%d-{{ .Values.a }}"
    return _chart({"a.yaml": "".join(body % (number, number) for number in range(n // 2))})


def documents_alike(n: int) -> Files:
    """Return a template of n documents that each may make any of its n objects, none of which calls anything."""
    body = OBJECT % "{{ print `c%d` }}" + "data: {now: '{{ index .Values `a` }}'}\n"
    return _chart({"a.yaml": "".join(body % number for number in range(n))})


def documents_of_one_variable(n: int) -> Files:
    """Return n objects that have one variable, which is set n times by way of others."""
    sets = "".join(f'{{{{ $a = "{number}" }}}}{{{{ $b{number} := $a }}}}' for number in range(n))
    body = OBJECT % "c%d" + "data: {now: '{{ $a }}'}\n"
    return _chart({"a.yaml": f"{{{{ $a := 1 }}}}{sets}\n" + "".join(body % number for number in range(n))})


def objects_of_unknown_templates(n: int) -> Files:
    """Return n objects that a template prints as those of others, and n templates."""
    body = "---\n# Source: web/x/templates/q%d.yaml\n" + OBJECT.removeprefix("---\n") % "c%d"
    first = "".join(body % (number, number) for number in range(n))
    return _chart({"a.yaml": first, **{f"t{number}.yaml": "{{/**/}}" for number in range(n)}})


def helpers_in_a_graph(n: int) -> Files:
    """Return n templates, each with a helper that includes two others, so that each leads to all."""
    helper = '{{ define "h%d" }}{{ if .never }}{{ include "h%d" . }}{{ include "h%d" . }}{{ end }}{{ end }}\n'
    helpers = "".join(helper % (number, (number + 1) % n, number * 7 % n) for number in range(n))
    body = OBJECT % "c%d" + "data: {k: '{{ include \"h%d\" (dict) }}'}\n"
    return _chart({"_h.tpl": helpers, **{f"t{number}.yaml": body % (number, number) for number in range(n)}})


def findings_of_one_file(n: int) -> Files:
    """Return n Deployments in one file, each of which names a Secret that is missing."""
    missing = [{"secretRef": {"name": "missing"}}]
    return stream(deployment(number, containers=[{"name": "main", "envFrom": missing}]) for number in range(n))


TEMPLATE_PRODUCTS: tuple[tuple[str, Callable[[int], Files]], ...] = (
    ("why a", fields_of_one_value),
    ("why a", templates_and_helpers),
    ("why a", names_of_one_value),
    ("check", documents_of_one_template),
    ("check", documents_alike),
    ("check", documents_of_one_variable),
    ("check", objects_of_unknown_templates),
    ("check", helpers_in_a_graph),
    ("check --format sarif", findings_of_one_file),
)


def _chart(templates: Files) -> Files:
    named = {f"templates/{name}": text for name, text in templates.items()}
    return {"Chart.yaml": CHART, "values.yaml": "a: x\n", **named}
