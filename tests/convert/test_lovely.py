"""What argocd-lovely-plugin's variables mean."""

import pytest

from cmp.convert.lovely import helm_of, is_lovely
from cmp.errors import RequestError


def _plugin(**variables: str) -> dict[str, object]:
    return {"name": "lovely", "env": [{"name": f"LOVELY_{name}", "value": text} for name, text in variables.items()]}


def test_a_plugin_is_lovely_by_its_name_or_by_its_variables() -> None:
    assert is_lovely({"name": "argocd-lovely-plugin-v1.0"})
    assert is_lovely({"parameters": [{"name": "lovely_helm_name", "string": "a"}]})
    assert not is_lovely({"name": "swell", "parameters": [7, None, ["lovely_helm_name"]]})
    assert not is_lovely({"name": "swell", "env": [{"name": "A", "value": "lovely"}]})


def test_a_parameter_counts_before_a_variable() -> None:
    plugin = {**_plugin(HELM_NAME="a"), "parameters": [{"name": "lovely_helm_name", "string": "b"}]}
    assert helm_of(plugin, namespace="", path="app.yaml")["releaseName"] == "b"


def test_files_values_and_definitions_are_helms() -> None:
    plugin = _plugin(HELM_VALUES="a.yaml  b.yaml", HELM_CRDS="false")
    found = helm_of(plugin, namespace="shop", path="app.yaml")
    assert (found["valueFiles"], found["skipCrds"]) == (["a.yaml", "b.yaml"], True)
    assert helm_of(_plugin(HELM_MERGE="a: {b: 1}"), namespace="", path="app.yaml")["values"] == "a: {b: 1}"


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"HELM_PATCH": "[]"}, "LOVELY_HELM_PATCH has no counterpart"),
        ({"KUSTOMIZE_MERGE": "a: b"}, "LOVELY_KUSTOMIZE_MERGE has no counterpart"),
        ({"PLUGINS": "sed"}, "LOVELY_PLUGINS has no counterpart"),
        ({"HELMFILE_MERGE": "a: b"}, "LOVELY_HELMFILE_MERGE has no counterpart"),
        ({"HELM_NAMESPACE": "other"}, "LOVELY_HELM_NAMESPACE is another namespace"),
        ({"HELM_MERGE": "a: [1]"}, "LOVELY_HELM_MERGE holds a list"),
        ({"HELM_MERGE": "a: 1", "HELM_VALUES": "a.yaml b.yaml"}, "LOVELY_HELM_MERGE changes the first"),
        ({"HELM_MERGE": "a: ["}, "LOVELY_HELM_MERGE: "),
    ],
)
def test_what_has_no_counterpart_is_refused_with_a_fix(variables: dict[str, str], told: str) -> None:
    with pytest.raises(RequestError) as refused:
        helm_of(_plugin(**variables), namespace="shop", path="app.yaml")
    assert refused.value.message.startswith(told)
    assert refused.value.fix
