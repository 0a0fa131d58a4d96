import json
from pathlib import Path
from typing import Any

import pytest

from cmp.cli.release import groups as release
from cmp.errors import ConfigError
from cmp.fleet.release import Group, as_json, as_text, release_groups

GROUPS = ["api", "service", "jobs"]


def application(name: str, group: str | None = "api", **metadata: Any) -> dict[str, Any]:
    labels = {} if group is None else {"release-group": group}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": name, "labels": labels, **metadata},
    }


def grouped(*documents: dict[str, Any]) -> tuple[Group, ...]:
    return release_groups(documents, label="release-group", groups=GROUPS)


def refused(*documents: dict[str, Any]) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        grouped(*documents)
    return caught.value


def test_groups_come_as_declared_and_names_sorted() -> None:
    found = grouped(application("nightly", "jobs"), application("web"), application("bank"))

    assert found == (
        Group(name="api", applications=("bank", "web")),
        Group(name="jobs", applications=("nightly",)),
    )


def test_the_order_of_the_documents_does_not_matter() -> None:
    documents = [
        application("web"),
        application("worker", "service"),
        application("nightly", "jobs"),
        application("bank"),
    ]

    assert grouped(*documents) == grouped(*reversed(documents))


@pytest.mark.parametrize(
    ("namespace", "name"),
    [
        ({}, "web"),
        ({"namespace": ""}, "web"),
        ({"namespace": "argocd"}, "web"),
        ({"namespace": "team-a"}, "team-a/web"),
    ],
)
def test_a_name_says_its_namespace_where_the_command_line_needs_it(namespace: dict[str, str], name: str) -> None:
    assert grouped(application("web", **namespace))[0].applications == (name,)


def test_two_namespaces_may_use_one_name() -> None:
    found = grouped(application("web", namespace="team-b"), application("web", namespace="team-a"))

    assert found[0].applications == ("team-a/web", "team-b/web")


@pytest.mark.parametrize(
    "other",
    [
        {},
        {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "web"}},
        {"kind": "Application", "apiVersion": "app.k8s.io/v1beta1", "metadata": {"name": "web"}},
        {"kind": "Application", "metadata": {"name": "web"}},
        {"kind": "ApplicationSet", "apiVersion": "argoproj.io/v1alpha1", "metadata": {"name": "web"}},
    ],
)
def test_what_is_no_application_of_argo_cd_is_passed_over(other: dict[str, Any]) -> None:
    assert grouped(other, application("web")) == grouped(application("web"))


def test_an_application_without_a_group_is_named_with_the_fix() -> None:
    error = refused(application("web"), application("bank", None))

    assert str(error) == "Application/bank: has no label release-group"
    assert error.fix == "label it with one of api, service, jobs"


@pytest.mark.parametrize("metadata", [{"labels": None}, {"labels": []}, {"labels": {"release-group": None}}])
def test_labels_that_are_none_are_no_group(metadata: dict[str, Any]) -> None:
    assert "has no label" in refused(application("bank", **metadata)).message


@pytest.mark.parametrize(
    ("group", "hint"), [("servcie", "; did you mean service?"), ("job", "; did you mean jobs?"), ("x", ""), (1, "")]
)
def test_an_unknown_group_gets_the_nearest_name(group: Any, hint: str) -> None:
    error = refused(application("bank", group))

    assert str(error) == f"Application/bank: the label release-group names no group: {group}{hint}"


def test_an_application_that_is_there_twice_is_refused() -> None:
    assert (
        str(refused(application("web"), application("web", "jobs", namespace="argocd")))
        == "Application/web: is there twice"
    )


@pytest.mark.parametrize(
    "document", [application(""), {**application("web"), "metadata": {}}, {**application("web"), "metadata": None}]
)
def test_an_application_needs_a_name(document: dict[str, Any]) -> None:
    assert str(refused(document)) == "an Application has no name"


def test_nothing_to_release_is_an_error_since_a_pipeline_would_pass_with_it() -> None:
    assert str(refused({"kind": "ConfigMap"})) == "there is no Application here"


def test_text_can_be_pasted_behind_argocd_app_sync() -> None:
    assert as_text(grouped(application("web"), application("bank"), application("worker", "service"))) == (
        "api      bank web\nservice  worker"
    )


def test_json_is_a_list_since_the_order_matters() -> None:
    assert as_json(grouped(application("web"))) == (
        '[\n  {\n    "group": "api",\n    "applications": [\n      "web"\n    ]\n  }\n]'
    )


CONFIGURED = "apiVersion: swell/v1\nrelease: {label: release-group, groups: [api, jobs]}\n"


def laid(folder: Path, **groups: str | None) -> Path:
    """Return a folder of a repository with an Application for each name, in a group or without one."""
    (folder / ".git").mkdir()
    (folder / "apps/below").mkdir(parents=True)
    (folder / "swell.yaml").write_text(CONFIGURED)
    for name, group in groups.items():
        (folder / f"apps/below/{name}.yaml").write_text(json.dumps(application(name, group)))
    return folder / "apps"


def test_of_a_tree_what_has_no_label_is_passed_over_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = release([str(laid(tmp_path, web="api", root=None, tools=None))])

    assert found == (Group(name="api", applications=("web",)),)
    assert capsys.readouterr().err == (
        "swell: note: 2 Applications have not the label release-group, and are in no group\n"
    )


def test_an_application_that_is_named_needs_its_label(tmp_path: Path) -> None:
    apps = laid(tmp_path, root=None)

    with pytest.raises(ConfigError, match="Application/root: has no label release-group"):
        release([str(apps / "below/root.yaml")])


def test_a_tree_without_any_label_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="none of the 1 Applications here has the label release-group") as caught:
        release([str(laid(tmp_path, root=None))])
    assert caught.value.fix == "label each with one of api, jobs"


def test_a_label_that_names_no_group_is_an_error_in_a_tree_too(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="names no group: apis") as caught:
        release([str(laid(tmp_path, web="apis"))])
    assert caught.value.fix == "one of api, jobs"


@pytest.mark.parametrize("name", ["--server=a.example", "-x", "*", "a b", "a\nb", "$(id)", "Web", "a/b", "web-"])
def test_a_name_that_the_api_server_refuses_reaches_no_pipeline(name: str) -> None:
    assert "which the API server refuses" in refused(application(name)).message
    assert "which the API server refuses" in refused(application("web", namespace=name)).message


@pytest.mark.parametrize("group", ["--server=a.example", "*", "a b", "", "a\nb"])
def test_a_group_that_is_no_value_of_a_label_reaches_no_pipeline(group: str) -> None:
    with pytest.raises(ConfigError, match=r"can't be a label's value"):
        release_groups([application("web", group)], label="release-group", groups=[group])
