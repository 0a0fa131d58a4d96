"""Where the parts of an Application lie once a plugin renders it, which gets one repository."""

from typing import Any

import pytest

from cmp import dialect
from cmp.convert.native import native
from cmp.convert.plugin_form import Converted, Here, converted
from cmp.errors import RequestError

DEPLOY = "https://git.example.com/team/deploy.git"
CHARTS = "https://git.example.com/team/charts.git"
HERE = Here(address="git@git.example.com:team/deploy", folder="applications")


def _converted(*sources: dict[str, Any], here: Here = HERE) -> Converted:
    return converted(native({"sources": list(sources)}, "app.yaml"), here, name="web", path="app.yaml")


def _files(form: Converted) -> list[str]:
    return next((one["array"] for one in form.source["plugin"].get("parameters", ()) if "array" in one), [])


def _config(form: Converted) -> Any:
    return dialect.load(form.text)


def test_a_chart_in_the_own_repository_needs_no_swell_yaml() -> None:
    form = _converted({"repoURL": DEPLOY, "path": "web", "helm": {"valueFiles": ["../common.yaml", "/all.yaml"]}})
    assert form.text == ""
    assert form.source["path"] == "web"
    assert _files(form) == ["../common.yaml", "/all.yaml"]


def test_values_in_the_same_repository_are_no_source() -> None:
    form = _converted(
        {"repoURL": DEPLOY, "path": "web", "helm": {"valueFiles": ["$own/values/prod.yaml"]}},
        {"repoURL": "git@git.example.com:team/deploy.git", "ref": "own"},
    )
    assert (form.text, _files(form)) == ("", ["/values/prod.yaml"])


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
    assert {key: form.source[key] for key in ("repoURL", "targetRevision", "path")} == {
        "repoURL": DEPLOY,
        "targetRevision": "main",
        "path": "apps/web",
    }
    assert _config(form)["sources"] == {"chart": {"git": CHARTS, "revision": "HEAD"}}
    assert _config(form)["chart"] == "$chart/base/web"
    assert _files(form) == ["/apps/web/prod.yaml", "$chart/base/web/small.yaml"]
    assert form.file == "apps/web/swell.yaml"


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
    assert (form.text, form.source["chart"], "path" in form.source) == ("", "web", False)


def test_one_that_needs_a_swell_yaml_gets_a_folder_beside_the_application() -> None:
    source = {"repoURL": "https://charts.example.com", "chart": "web", "helm": {"skipCrds": True}}
    form = _converted(source)
    assert (form.source["repoURL"], form.source["path"]) == (HERE.address, "applications/web")
    assert _config(form)["helm"] == {"skipCrds": True}
    with pytest.raises(RequestError, match="has no place in it"):
        _converted(source, here=Here())


def test_a_ref_that_no_file_names_is_left_out() -> None:
    form = _converted({"repoURL": DEPLOY, "path": "web"}, {"repoURL": CHARTS, "ref": "other"})
    assert form.text == ""


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
