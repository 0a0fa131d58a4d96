"""Charts that Argo CD refuses, or renders otherwise from its own source than through Swell."""
# ruff: noqa: E501  (a chart reads best with its lines as they are)

from collections.abc import Mapping
from typing import Any, NamedTuple

from nasty import CHART, Files, annotated, config_map


class Different(NamedTuple):
    """A chart that Argo CD renders otherwise from its own source: what it says if it refuses that, and what of Swell's."""

    files: Files
    refused: str = ""
    ours: str = ""
    helm: Mapping[str, Any] = {}
    parameters: Mapping[str, Any] = {}


REFUSED: dict[str, tuple[Files, str, str]] = {
    "a broken template": (
        {"templates/a.yaml": "{{ .Values.a.b.c }}"},
        "nil pointer evaluating",
        "nil pointer evaluating",
    ),
    "a document without kind": ({"crds/a.yaml": "metadata: {name: a}\n"}, "'Kind' is missing", "it has no kind"),
    "a document that is no object": ({"crds/a.yaml": "just text\n"}, "cannot unmarshal string", "it is no object"),
    "a document that is no YAML": ({"crds/a.yaml": "kind: {\n"}, "did not find expected", "crds/a.yaml (document 1)"),
    "an annotation that is a number": (
        {"templates/a.yaml": annotated("ConfigMap", "a", "b: 1")},
        "contains non-string value",
        "ConfigMap/a: annotations: b is not text",
    ),
    "an annotation that is null": (
        {"templates/a.yaml": annotated("ConfigMap", "a", "b: null")},
        "contains non-string value",
        "contains non-string value",
    ),
    "a dependency that is missing": (
        {"Chart.yaml": CHART + "dependencies: [{name: none, version: 1.0.0, repository: 'file://../none'}]\n"},
        "none not found",
        "dependency none is not at ../none",
    ),
    "values that break the chart's schema": (
        {"values.yaml": "port: high\n", "values.schema.json": '{"properties": {"port": {"type": "integer"}}}'},
        "got string, want integer",
        "got string, want integer",
    ),
    "nothing among the items of a list": (
        {
            "crds/a.yaml": "{apiVersion: v1, kind: List, items: [null, {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}]}"
        },
        "items member is not an object",
        "items[0]: an item that is nothing",
    ),
}
"""What Argo CD refuses of its own source and of Swell, and how it tells of each."""


_A = config_map("a", "  a: {{ .Values.a | quote }}")
_LISTS = "{apiVersion: v1, kind: List, metadata: {name: a}, items: [{apiVersion: v1, kind: List, metadata: {name: b}, items: []}]}"
_COMMA = {"valueFiles": ["a,b.yaml"]}
_VALUES = {f"v/{name}.yaml": f"a: {name}\n" for name in ("+", "a", "b", "z", "a/z", ".hidden", "^")}


def _found_by(*globs: str) -> Different:
    given = {"valueFiles": [f"v/{one}" for one in globs]}
    return Different({**_VALUES, "templates/a.yaml": _A}, helm=given, parameters=given)


DIFFERENT: dict[str, Different] = {
    "text glued to a separator in crds": Different(
        {"crds/a.yaml": f"---{config_map('a', '  a: b')}"}, refused="invalid Yaml document separator"
    ),
    "a comma in the name of a values file": Different(
        {"a,b.yaml": "a: b\n", "templates/a.yaml": _A}, refused="no such file", helm=_COMMA, parameters=_COMMA
    ),
    "a variable of Argo CD's in a parameter": Different(
        {"templates/a.yaml": _A},
        helm={"parameters": [{"name": "a", "value": "$ARGOCD_APP_NAME"}]},
        parameters={"parameters": {"a": "$ARGOCD_APP_NAME"}},
    ),
    "a values file that two entries find": _found_by("z.yaml", "*.yaml"),
    "values files of several folders": _found_by("**/z.yaml"),
    "a caret in a glob": _found_by("[^a].yaml"),
    "a hidden file that a glob could find": _found_by("*[n+].yaml"),
    "a Kubernetes version with a suffix": Different(
        {
            "templates/a.yaml": config_map("a", "  a: {{ .Capabilities.KubeVersion.Version }}"),
            "swell.yaml": "apiVersion: swell/v1\nhelm: {kubeVersion: v1.31.2+k3s1}\n",
        },
        helm={"kubeVersion": "v1.31.2+k3s1"},
    ),
    "text behind the end of a document": Different(
        {"crds/a.yaml": config_map("a", "  a: b") + "...\nmore: text\n"},
        ours="something behind the end of the document",
    ),
    "a name that is a number": Different(
        {"crds/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 1}\n"},
        ours="the name of a ConfigMap is not text",
    ),
    "an object that stands twice and differs": Different(
        {"templates/a.yaml": "---\n".join(config_map("twice", f"  a: {word}") for word in ("one", "two"))},
        ours="2 objects of this name in one namespace that differ",
    ),
    "a generated name without a hook": Different(
        {"templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {generateName: a-}\n"},
        ours="it has a generateName and no name, and is no hook",
    ),
    "a hook of no phase": Different(
        {"templates/a.yaml": annotated("ConfigMap", "a", "argocd.argoproj.io/hook: presync")},
        ours="'presync' is no hook type",
    ),
    "no object at all": Different({"templates/a.yaml": ""}, ours="no object was rendered"),
    "an object without a name": Different(
        {"crds/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n"}, ours="neither a name nor a generateName"
    ),
    "a label that is a number": Different(
        {"templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {a: 1}}\n"},
        ours="labels: a is not text",
    ),
    "a list within a list": Different({"templates/a.yaml": _LISTS}, ours="a list within a list"),
}
