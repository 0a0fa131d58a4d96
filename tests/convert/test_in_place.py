"""Applications that Argo CD renders by itself: by which tool, and in which form Swell asks for them."""

from pathlib import Path
from typing import Any

import pytest

from cmp.convert.in_place import as_plugins, is_helms, plain_source
from cmp.convert.plugin_form import Here
from cmp.errors import LeftError

HERE = Here(address="https://git.example.com/a.git", folder="apps")


def application(**spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": "web"}, "spec": spec}


@pytest.fixture
def file(tmp_path: Path) -> str:
    (tmp_path / ".git").mkdir()
    for folder, name in (("chart", "Chart.yaml"), ("kustom", "kustomization.yml"), ("plain", "a.yaml"), ("apps", "b")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).touch()
    return str(tmp_path / "apps/web.yaml")


@pytest.mark.parametrize(
    ("source", "helms", "plain"),
    [
        ({"path": "chart"}, True, False),
        ({"path": "plain", "helm": {}}, True, False),
        ({"chart": "web"}, True, False),
        ({"path": "chart", "plugin": {"name": "swell"}}, False, False),
        ({"path": "plain", "plugin": None}, False, False),
        ({"path": "plain", "kustomize": {}}, False, False),
        ({"path": "plain"}, False, True),
        ({"path": "plain", "directory": {"recurse": True}}, False, True),
    ],
)
def test_the_tool_is_what_the_source_says_or_what_lies_in_its_folder(
    source: dict[str, Any], *, helms: bool, plain: bool, file: str
) -> None:
    one = application(source=source)
    assert (is_helms(one, file), plain_source(one, file) is not None) == (helms, plain)


@pytest.mark.parametrize(
    ("source", "tool"),
    [({"path": "kustom"}, "Kustomize"), ({"path": "plain", "directory": {"jsonnet": {"tlas": []}}}, "Jsonnet")],
)
def test_what_another_tool_renders_is_no_plain_folder(source: dict[str, Any], tool: str, file: str) -> None:
    with pytest.raises(LeftError, match=f"{tool} renders it"):
        plain_source(application(source=source), file)


def test_what_an_override_file_says_of_helm_counts(file: str, tmp_path: Path) -> None:
    (tmp_path / "chart/.argocd-source-web.yaml").write_text("helm: {parameters: [{name: tag, value: '2'}]}")
    made = as_plugins(application(source={"path": "chart", "helm": {"releaseName": "x"}}), HERE, file, own=False)
    parameters = {one["name"]: one for one in made["spec"]["source"]["plugin"]["parameters"]}
    assert parameters["parameters"]["map"] == {"tag": "2"}
    assert parameters["releaseName"]["string"] == "x"


def test_only_what_argo_cd_renders_itself_is_kept_from_the_swell_yaml_of_the_repository(file: str) -> None:
    one = application(source={"path": "chart"})
    alone, with_it = (as_plugins(one, HERE, file, own=own)["spec"]["source"]["plugin"] for own in (True, False))
    assert alone == {"name": "swell", "parameters": [{"name": "config", "string": "apiVersion: swell/v1\n"}]}
    assert with_it == {"name": "swell"}
