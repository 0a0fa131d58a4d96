"""Charts of which a command looks up much: n places, each of which could ask for all templates, or all charts below.

Each generator returns the files of a chart.
"""

from collections.abc import Callable

from dimensions import Files, deployment, stream

CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
_DB = CHART.replace("web", "db")
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


def names_apart_in_the_middle(n: int) -> Files:
    """Return n objects whose names are told apart by a literal that is not their longest."""
    body = OBJECT % "{{ $a }}-%d-{{ $a }}-of-them-all-the-same"
    return _chart({"a.yaml": "{{ $a := `x` }}\n" + "".join(body % number for number in range(n))})


def names_of_two_words(n: int) -> Files:
    """Return n objects, the name of each of which has literals that half of the others have."""
    words = ("".join(f"{'ab'[number >> bit & 1]}-{{{{ $a }}}}{bit}" for bit in range(16)) for number in range(n))
    return _chart({"a.yaml": "{{ $a := `x` }}\n" + "".join(OBJECT % word for word in words)})


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


def aliases_of_one_chart(n: int) -> Files:
    """Return a chart that depends n times on one chart, whose version does not fit, under n aliases."""
    listed = "".join(
        f"- {{name: db, alias: a{number}, version: 2.x, condition: a{number}.on, repository: 'https://h/{number}'}}\n"
        for number in range(n)
    )
    return {**_chart({}), "Chart.yaml": f"{CHART}dependencies:\n{listed}", "charts/db/Chart.yaml": _DB}


def imports_of_another_value(n: int) -> Files:
    """Return a chart that imports n values from one that has n charts, none of which has such a value."""
    ways = ", ".join(f"{{child: data.d{number}, parent: p{number}}}" for number in range(n))
    below = "".join(f"- {{name: kv, version: 1.x, alias: x{number}}}\n" for number in range(n))
    return {
        **_chart({}),
        "Chart.yaml": f"{CHART}dependencies: [{{name: db, version: 1.x, import-values: [{ways}]}}]\n",
        "charts/db/Chart.yaml": f"{_DB}dependencies:\n{below}",
        "charts/db/charts/kv/Chart.yaml": _DB.replace("db", "kv"),
    }


def values_beside_dependencies(n: int) -> Files:
    """Return n values that no template reads, of a chart that lists one n times in a version that is not there."""
    listed = "".join(f"- {{name: db, version: 2.x, alias: a{number}}}\n" for number in range(n))
    return {
        **_chart({}),
        "Chart.yaml": f"{CHART}dependencies:\n{listed}",
        "charts/db/Chart.yaml": _DB,
        "swell.yaml": "apiVersion: swell/v1\nvalueFiles: [more.yaml]\n",
        "more.yaml": "".join(f"k{number}: 1\n" for number in range(n)),
    }


CHART_PRODUCTS: tuple[tuple[str, Callable[[int], Files]], ...] = (
    ("why a", fields_of_one_value),
    ("why a", templates_and_helpers),
    ("why a", names_of_one_value),
    ("check", documents_of_one_template),
    ("check", documents_alike),
    ("check", names_apart_in_the_middle),
    ("check", names_of_two_words),
    ("check", documents_of_one_variable),
    ("check", objects_of_unknown_templates),
    ("check", helpers_in_a_graph),
    ("check --format sarif", findings_of_one_file),
    ("check", aliases_of_one_chart),
    ("check", values_beside_dependencies),
    ("values --origins", aliases_of_one_chart),
    ("values --origins", imports_of_another_value),
)


def _chart(templates: Files) -> Files:
    named = {f"templates/{name}": text for name, text in templates.items()}
    return {"Chart.yaml": CHART, "values.yaml": "a: x\n", **named}
