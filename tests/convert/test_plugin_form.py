"""Where the parts of an Application lie once a plugin renders it, which gets one repository."""

from collections.abc import Mapping
from typing import Any

import pytest

from cmp import dialect
from cmp.convert.native import Place, native
from cmp.convert.plugin_form import Here, converted, declared
from cmp.errors import RequestError

DEPLOY = "https://git.example.com/team/deploy.git"
CHARTS = "https://git.example.com/team/charts.git"
HERE = Here(address="git@git.example.com:team/deploy", folder="applications")


def _converted(*sources: dict[str, Any], here: Here = HERE, pulls: bool = False) -> Mapping[str, Any]:
    return converted(native({"sources": list(sources)}, "app.yaml"), here, path="app.yaml", pulls=pulls)


def _parameters(form: Mapping[str, Any]) -> dict[str, Any]:
    return {one["name"]: one for one in form["plugin"].get("parameters", ())}


def _files(form: Mapping[str, Any]) -> list[str]:
    return list(_parameters(form).get("valueFiles", {"array": []})["array"])


def _config(form: Mapping[str, Any]) -> Any:
    """Return the swell.yaml of the Application's own, None where it needs none."""
    return dialect.load(_parameters(form)["config"]["string"]) if "config" in _parameters(form) else None


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://charts.example.com", {"helm": "https://charts.example.com", "chart": "web", "version": "1.*"}),
        ("registry.example.com/charts", {"oci": "oci://registry.example.com/charts/web", "revision": "1.*"}),
        ("oci://registry.example.com/charts", {"oci": "oci://registry.example.com/charts/web", "revision": "1.*"}),
    ],
)
def test_a_chart_of_a_chart_repository_or_a_registry_is_declared_as_a_source(
    address: str, said: dict[str, str]
) -> None:
    assert declared(Place(address=address, revision="1.*", chart="web")) == said


def test_a_chart_in_the_own_repository_needs_no_config() -> None:
    form = _converted({"repoURL": DEPLOY, "path": "web", "helm": {"valueFiles": ["../common.yaml", "/all.yaml"]}})
    assert _config(form) is None
    assert form["path"] == "web"
    assert _files(form) == ["../common.yaml", "/all.yaml"]


def test_values_in_the_same_repository_are_no_source() -> None:
    form = _converted(
        {"repoURL": DEPLOY, "path": "web", "helm": {"valueFiles": ["$own/values/prod.yaml"]}},
        {"repoURL": "git@git.example.com:team/deploy.git", "ref": "own"},
    )
    assert (_config(form), _files(form)) == (None, ["/values/prod.yaml"])


def test_values_of_another_revision_of_it_are_one() -> None:
    form = _converted(
        {"repoURL": DEPLOY, "path": "web", "helm": {"valueFiles": ["$own/values/prod.yaml"]}},
        {"repoURL": DEPLOY, "ref": "own", "targetRevision": "v1"},
    )
    assert _config(form)["sources"] == {"own": {"git": DEPLOY, "revision": "v1"}}
    assert _files(form) == ["$own/values/prod.yaml"]


def test_a_chart_elsewhere_becomes_a_source_of_the_repository_with_the_values() -> None:
    form = _converted(
        {"repoURL": CHARTS, "path": "base/web", "helm": {"valueFiles": ["$own/apps/web/prod.yaml", "small.yaml"]}},
        {"repoURL": DEPLOY, "ref": "own", "targetRevision": "main"},
    )
    assert {key: form[key] for key in ("repoURL", "targetRevision", "path")} == {
        "repoURL": DEPLOY,
        "targetRevision": "main",
        "path": "apps/web",
    }
    assert _config(form)["sources"] == {"chart": {"git": CHARTS, "revision": "HEAD"}}
    assert _config(form)["chart"] == "$chart/base/web"
    assert _files(form) == ["/apps/web/prod.yaml", "$chart/base/web/small.yaml"]


@pytest.mark.parametrize(
    ("source", "declared"),
    [
        (
            {"repoURL": "https://charts.example.com", "chart": "web", "targetRevision": "^1.2"},
            {"helm": "https://charts.example.com", "chart": "web", "version": "^1.2"},
        ),
        (
            {"repoURL": "registry.example.com/charts", "chart": "web", "targetRevision": "1.2.3"},
            {"oci": "oci://registry.example.com/charts/web", "revision": "1.2.3"},
        ),
        (
            {"repoURL": "oci://registry.example.com/charts/web", "path": ".", "targetRevision": "1.2.3"},
            {"oci": "oci://registry.example.com/charts/web", "revision": "1.2.3"},
        ),
    ],
)
def test_a_chart_of_a_chart_repository_or_registry_is_declared_as_one(
    source: dict[str, Any], declared: dict[str, str]
) -> None:
    form = _converted(
        {**source, "helm": {"valueFiles": ["$own/web/prod.yaml"]}},
        {"repoURL": DEPLOY, "ref": "own"},
    )
    assert _config(form)["sources"] == {"chart": declared}


def test_a_chart_of_a_chart_repository_alone_stays_where_it_is() -> None:
    form = _converted({"repoURL": "https://charts.example.com", "chart": "web", "targetRevision": "1.2.3"})
    assert (_config(form), form["chart"], "path" in form) == (None, "web", False)


def test_what_helm_is_told_of_a_chart_repository_is_said_in_the_application() -> None:
    source = {"repoURL": "https://charts.example.com", "chart": "web", "helm": {"skipCrds": True}}
    form = _converted(source)
    assert (form["chart"], _config(form)["helm"]) == ("web", {"skipCrds": True})


def test_one_that_swell_is_to_pull_itself_gets_the_folder_of_its_file() -> None:
    form = _converted({"repoURL": "https://charts.example.com", "chart": "web"}, pulls=True)
    assert (form["repoURL"], form["path"]) == (HERE.address, "applications")
    assert _config(form)["chart"] == "$chart"


def test_a_ref_that_no_file_names_is_left_out() -> None:
    form = _converted({"repoURL": DEPLOY, "path": "web"}, {"repoURL": CHARTS, "ref": "other"})
    assert _config(form) is None


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("https://example.com/values.yaml?token=a", "lies at an address"),
        ("$none/a.yaml", "no source has the `ref` none"),
    ],
)
def test_a_values_file_that_lies_nowhere_here_is_refused(file: str, told: str) -> None:
    with pytest.raises(RequestError, match=told) as refused:
        _converted({"repoURL": DEPLOY, "path": "web", "helm": {"valueFiles": [file]}})
    assert "token" not in str(refused.value)
